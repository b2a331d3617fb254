namespace FLChain.Gateway.Rest;

/// <summary>What a member stated of the accuracy of an iteration's weights. Its word alone: the weights are the federation's secret.</summary>
/// <param name="DpId">The member.</param>
/// <param name="Accuracy">As it measured it on samples of its own, parts per million.</param>
public sealed record StatedAccuracy(string DpId, int Accuracy);
