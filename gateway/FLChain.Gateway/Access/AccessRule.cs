namespace FLChain.Gateway.Access;

/// <summary>Who may call an endpoint. An endpoint without a rule can be called by nobody.</summary>
/// <param name="Kind">Whom it is for.</param>
/// <param name="AnyOf">For <see cref="AccessKind.Role"/>: one of these roles is needed.</param>
internal sealed record AccessRule(AccessKind Kind, Role AnyOf = Role.None);
