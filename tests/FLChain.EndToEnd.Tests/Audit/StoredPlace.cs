namespace FLChain.EndToEnd.Tests.Audit;

/// <summary>A value in the peer's database, and how an audit's report names it when its last byte is altered.</summary>
internal sealed record StoredPlace(string Table, string Column, string Where, string Named);
