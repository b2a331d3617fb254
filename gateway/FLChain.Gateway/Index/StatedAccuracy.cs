namespace FLChain.Gateway.Index;

/// <summary>What a member stated of the accuracy of an iteration's weights. Its word alone: the weights are the federation's secret.</summary>
/// <param name="DpId">The member.</param>
/// <param name="Accuracy">As it measured it on samples of its own, parts per million.</param>
public sealed record StatedAccuracy(string DpId, int Accuracy)
{
    /// <summary>What the members of a model stated of an iteration, in the order of their dpIds; empty where nobody did.</summary>
    internal static List<StatedAccuracy> Of(IndexSession session, ModelRecord model, int iteration) =>
    [
        .. session.List<EvaluationEntry>(Keys.Evaluations(model.Fid, iteration), null, model.Dps.Count + 1)
            .Select(entry => entry.Record.Record)
            .SelectMany(stated => stated.Accuracy is { } accuracy ? [new StatedAccuracy(stated.Author, accuracy)] : Array.Empty<StatedAccuracy>()),
    ];
}
