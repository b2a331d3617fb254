using System.Runtime.InteropServices;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

var inspected = 0;
if (args.Length != 2 && !(args.Length == 5 && args[2] == "repeat" && int.TryParse(args[3], out inspected)))
{
    Console.Error.WriteLine("usage: TrainDigits TRAINER.JSON FID [repeat ITERATION GRADIENT.F32]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };

// Every trainer draws its own digits: they share none.
var seed = Math.Abs(BitConverter.ToInt32(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(args[0]))));
var data = SyntheticDigits.Generate(2_000, seed);
var model = new SoftmaxRegression(data.FeatureCount, data.LabelCount);
var batches = new BatchSampler(data, batchSize: 64, seed);

await using var trainer = Trainer.Connect(args[0]);
if (inspected > 0)
{
    // The same batch at the same weights gives the same gradient: what the judges of an inspection want to see.
    var repeated = new float[model.ParameterCount];
    model.Gradient((await trainer.InspectionAsync(args[1], inspected, stop.Token)).Weights, batches.At(inspected - 1), repeated);
    await File.WriteAllBytesAsync(args[4], MemoryMarshal.AsBytes(repeated.AsSpan()).ToArray(), stop.Token);
    return 0;
}

await trainer.RegisterAsync(new DataResource(data.FeatureCount, data.Count, data.LabelCount), stop.Token);
await trainer.PublishAsync(Proposal(args[1], model), stop.Token);
await using var federation = await trainer.JoinAsync(args[1], new Intention(ExpectedPrice: 5_000, ExpectedIncome: 2_000, Cost: 500), cancellationToken: stop.Token);
await foreach (var round in federation.Rounds(stop.Token))
{
    var gradient = new float[model.ParameterCount];
    model.Gradient(round.Weights, batches.At(round.Iteration - 1), gradient);
    await round.ContributeAsync(gradient, model.Accuracy(round.Weights, data), stop.Token);
    Console.WriteLine($"iteration {round.Iteration} of {federation.Terms.Iterations}");
}

var published = await federation.FinishAsync(model.ExportOnnx(federation.Weights), model.Accuracy(federation.Weights, data), stop.Token);
Console.WriteLine($"{published.Fid} is for sale at {published.Price}");
return 0;

static PublishModel Proposal(string fid, SoftmaxRegression model) => new(
    fid, "Digits", "Drawn digits, 28 by 28 pixels", "classification", "accuracy",
    FederationTerms.For(model.Describe(), model.ParameterCount, minTrainers: 3, maxTrainers: 4, threshold: 3, iterations: 20),
    DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeMilliseconds());
