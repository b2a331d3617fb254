namespace FLChain.Gateway.Rest;

/// <summary>Names the culprit of a disputed sum.</summary>
/// <param name="Accused">dpId.</param>
/// <param name="Opening">The authority's opening of its sealed seed.</param>
public sealed record ConvictionInput(string Accused, byte[] Opening);
