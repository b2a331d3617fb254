using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Merkle;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Gateway;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain audit proof</c>.</summary>
internal static class ProofCommand
{
    private static readonly Argument<string?> Source = new("file")
    {
        Description = "A proof as the gateway gives it (GET /v1/audit/proofs/…); - reads the standard input. Without it, --gateway is asked.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Gateway = new("--gateway") { Description = "Address of a gateway that is asked for the proof, at the newest attested block unless --block says another." };
    private static readonly Option<string?> Model = new("--model") { Description = "The model that the proof must be of." };
    private static readonly Option<string?> Trainer = new("--trainer") { Description = "The trainer (dpId) that the proof must be of." };
    private static readonly Option<long?> Block = new("--block") { Description = "Block that the gateway is asked for." };
    private static readonly Option<string?> User = new("--user") { Description = "User of the gateway, unless its market is public; the password is read from FLCHAIN_PASSWORD." };
    private static readonly Option<string?> Root = new("--root") { Description = "A root that is trusted, SHA-512 in hex. Without it, the roots are read from the ledger through the profile." };
    private static readonly Option<string> Profile = LedgerOptions.Profile();

    public static Command Create()
    {
        var command = new Command(
            "proof",
            "Verify the Merkle proof that a model's or trainer's record is, or is not, on the ledger, against a root that organizations attested there.\n\nExit codes: 0 it holds, 1 it does not, 2 could not run.")
        {
            Source, Gateway, Model, Trainer, Block, User, Root, Profile,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var key = KeyOf(parsed.GetValue(Model), parsed.GetValue(Trainer));
        RecordProof proof;
        try
        {
            proof = parsed.GetValue(Source) is { } file
                ? await ReadAsync(file, cancellationToken)
                : await AskAsync(parsed, cancellationToken);
        }
        catch (Exception error) when (error is GatewayException or HttpRequestException or JsonException)
        {
            throw new UsageException($"there is no proof: {error.Message}");
        }

        if (NameOf(proof.Key) is not { } name) return Fails("the proof is of no model and of no trainer");
        if (key is not null && proof.Key != key) return Fails("the proof is of another record");
        var (root, by) = parsed.GetValue(Root) is { } trusted ? (trusted, "given") : await AttestedAsync(parsed.GetValue(Profile)!, proof, cancellationToken);
        if (root is null) return Fails(by);
        var verdict = proof.Verify(root);
        if (verdict != MerkleVerdict.Valid) return Fails($"{verdict}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"valid: {name} is {(proof.Record is null ? "not on the ledger" : "on the ledger as the proof says")} at block {proof.Block}; root {by}"));
        return ExitCodes.Success;
    }

    private static int Fails(string why)
    {
        Console.WriteLine($"not valid: {why}");
        return ExitCodes.Failed;
    }

    private static string? KeyOf(string? fid, string? dpId)
    {
        if (fid is not null && dpId is not null) throw new UsageException("a proof is of a model or of a trainer, not of both");
        if (fid is not null && !Naming.IsFid(fid)) throw new UsageException($"'{fid}' is not the id of a model");
        if (dpId is not null && !Naming.IsPartyId(dpId)) throw new UsageException($"'{dpId}' is not the id of a trainer");
        return fid is not null ? Keys.Model(fid) : dpId is not null ? Keys.Trainer(dpId) : null;
    }

    private static async Task<RecordProof> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync<RecordProof>(stream, GatewayClient.Json, cancellationToken) is { Key: not null, Root: not null, Proof: not null } proof
            ? proof
            : throw new JsonException("the file holds no proof");
    }

    private static async Task<RecordProof> AskAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(parsed.GetValue(Gateway), UriKind.Absolute, out var address)) throw new UsageException("name a file with the proof, or a --gateway with --model or --trainer");
        var (fid, dpId) = (parsed.GetValue(Model), parsed.GetValue(Trainer));
        if (fid is null && dpId is null) throw new UsageException("say with --model or --trainer what is to be proved");
        using var http = new HttpClient { BaseAddress = address };
        var gateway = new GatewayClient(http);
        if (parsed.GetValue(User) is { } user)
            await gateway.SignInAsync(user, Environment.GetEnvironmentVariable("FLCHAIN_PASSWORD") ?? throw new UsageException("FLCHAIN_PASSWORD is not set"), cancellationToken);
        var block = parsed.GetValue(Block) ?? ((await gateway.RootsAsync(1, null, cancellationToken)).Items is [var newest, ..] ? newest.Height : null);
        return fid is not null ? await gateway.ModelProofAsync(fid, block, cancellationToken) : await gateway.TrainerProofAsync(dpId!, block, cancellationToken);
    }

    // The root comes from the ledger, not from the gateway that made the proof.
    private static async Task<(string? Root, string By)> AttestedAsync(string profile, RecordProof proof, CancellationToken cancellationToken)
    {
        if (proof.Block > int.MaxValue) return (null, "the proof names no block of a ledger");
        await using var ledger = LedgerOptions.Connect(profile);
        var answer = await ledger.EvaluateAsync<RootsAnswer>(
            TransactionNames.Registry.Contract, TransactionNames.Registry.GetRoots, new Core.Requests.AttestedHeight((int)proof.Block), cancellationToken);
        var block = proof.Block.ToString(CultureInfo.InvariantCulture);
        if (answer.Roots.Count == 0) return (null, $"no organization attested a root at block {block}");
        if (answer.Agreed is { } agreed) return (agreed, $"attested by {Named(answer, agreed)}");
        return answer.Roots.DistinctBy(root => root.Root).Count() == 1
            ? (answer.Roots[0].Root, $"attested by {Named(answer, answer.Roots[0].Root)} alone")
            : (null, $"the organizations disagree on the root at block {block}");
    }

    private static string Named(RootsAnswer answer, string root) => string.Join(", ", answer.Roots.Where(each => each.Root == root).Select(each => each.Msp));

    private static string? NameOf(string key) =>
        key.Length > 2 && key[0] == '\0' && key[^1] == '\0' && LedgerKey.Split(key) is [("model" or "trainer") and var kind, var id] ? $"{kind} {id}" : null;
}
