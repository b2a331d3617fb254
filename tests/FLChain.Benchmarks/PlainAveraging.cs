using System.Diagnostics;
using System.Numerics.Tensors;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.Benchmarks;

/// <summary>The lower bound of an iteration: the same gradients and updates one after another in this process, without ledger and masks.</summary>
internal sealed class PlainAveraging
{
    private const int StepsInTurn = 20;

    private readonly IFederatedModel _model;
    private readonly BatchSampler[] _samplers;
    private readonly float[] _weights;
    private readonly float[] _gradient;
    private readonly float[] _sum;
    private int _step;

    public PlainAveraging(IterationCase played)
    {
        _model = played.Model;
        _samplers = [.. played.Shards().Select((shard, place) => new BatchSampler(shard, 64, place))];
        _weights = LocalTraining.InitialWeights(_model, 1);
        _gradient = new float[_weights.Length];
        _sum = new float[_weights.Length];
        // Warms up.
        SecondsOfAStep();
    }

    /// <summary>Takes a turn of steps.</summary>
    /// <returns>Mean seconds of one.</returns>
    public double SecondsOfAStep()
    {
        var began = Stopwatch.GetTimestamp();
        for (var k = 0; k < StepsInTurn; k++) Step();
        return Stopwatch.GetElapsedTime(began).TotalSeconds / StepsInTurn;
    }

    private void Step()
    {
        Array.Clear(_sum);
        foreach (var sampler in _samplers)
        {
            _model.Gradient(_weights, sampler.At(_step), _gradient);
            TensorPrimitives.Add(_sum, _gradient, _sum);
        }

        WeightUpdate.Apply(_weights, _sum, _samplers.Length, 0.5);
        _step++;
    }
}
