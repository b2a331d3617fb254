namespace FLChain.Laboratory.Scenes;

/// <summary>Where the parties of a running consortium find their options; the laboratory does not care what stands behind the wire.</summary>
/// <param name="Authority">Options file of the authority.</param>
/// <param name="Trainers">Options files of four trainers.</param>
/// <param name="Buyer">Options file of a buyer.</param>
/// <param name="AuditorProfile">Connection profile of an auditor, who is a member of the consortium and of no federation.</param>
internal sealed record SceneFiles(string Authority, IReadOnlyList<string> Trainers, string Buyer, string AuditorProfile);
