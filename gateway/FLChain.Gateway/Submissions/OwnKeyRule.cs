namespace FLChain.Gateway.Submissions;

/// <summary>Who may have a transaction prepared, and what it takes.</summary>
/// <param name="AnyOf">One of these roles is needed.</param>
/// <param name="Request">Type of its argument.</param>
internal sealed record OwnKeyRule(Role AnyOf, Type Request);
