using FLChain.Core.Records;
using FLChain.Laboratory.Cheats;

namespace FLChain.Laboratory.Scenes;

/// <summary>How a scene ended, beside how it had to.</summary>
/// <param name="Found">Who found the cheat and what the contract said, in words.</param>
/// <param name="Checks">What must be so.</param>
/// <param name="Paid">What each account gained.</param>
/// <param name="Failures">What ended scripts before their time, by trainer.</param>
internal sealed record SceneResult(
    IReadOnlyList<string> Found, IReadOnlyList<SceneCheck> Checks, IReadOnlyList<PaidLine> Paid, IReadOnlyDictionary<string, Exception> Failures)
{
    public bool Passed => Checks.All(check => check.Holds) && Paid.All(line => line.Holds);

    public static async Task<SceneResult> ReadAsync(Scene scene, Cheat cheat, CancellationToken cancellationToken)
    {
        var facts = await SceneFacts.ReadAsync(scene, cancellationToken);
        var expected = cheat.Expectation;
        var accused = expected.AuthorityAtFault ? scene.Policy.AuthorityMsp : scene.Cheater.DpId;
        SceneCheck[] checks =
        [
            SceneCheck.Of("faults on the ledger", expected.Fault is { } kind ? $"{kind} by {NameOf(scene, accused)}" : "none", Faults(scene, facts)),
            SceneCheck.Of("found by", expected.Opened && facts.Faults.All(fault => fault.Reporter.Length == 0) ? "the contract" : expected.Reported || expected.Opened ? "a partner" : expected.Fault is null ? "nobody had to" : "the contract", Finder(scene, facts, expected.AuthorityAtFault)),
            SceneCheck.Of("the federation ends", expected.Stage, facts.Model.Stage),
            SceneCheck.Of("the model is", expected.Status, facts.Model.Status),
            SceneCheck.Of("who cheated is", expected.Standing, facts.Trainers[Scene.CheaterPlace].Status),
            SceneCheck.Of("honest trainers are", "Qualified", string.Join(", ", scene.Honest.Select((_, place) => $"{facts.Trainers[place].Status}").Distinct())),
            SceneCheck.Of("minted, and in all accounts", facts.Accounts.Minted, facts.Accounts.SumOfAccounts),
            .. await cheat.CheckAsync(scene, facts, cancellationToken),
        ];
        return new SceneResult(
            [.. facts.Faults.Select(fault => Words(scene, fault))],
            checks,
            new Settlement(scene, expected, facts).Lines(),
            scene.Members.Where(member => member.Failure is not null).ToDictionary(member => member.Name, member => member.Failure!));
    }

    private static string Faults(Scene scene, SceneFacts facts) => facts.Faults.Count == 0
        ? "none"
        : string.Join(", ", facts.Faults.Select(fault => $"{fault.Kind} by {NameOf(scene, fault.Accused)}").Distinct());

    // Where the authority is at fault every member is a partner: the one who plays the cheat elsewhere too.
    private static string Finder(Scene scene, SceneFacts facts, bool isAuthorityAtFault)
    {
        if (facts.Faults.Count == 0) return "nobody had to";
        var reporter = facts.Faults[0].Reporter;
        if (reporter.Length == 0) return "the contract";
        return (isAuthorityAtFault ? scene.Members : scene.Honest).Any(member => member.DpId == reporter) ? "a partner" : NameOf(scene, reporter);
    }

    private static string Words(Scene scene, FaultRecord fault) =>
        $"{(fault.Reporter.Length == 0 ? "the contract" : NameOf(scene, fault.Reporter))} found {fault.Kind} of {NameOf(scene, fault.Accused)}"
        + $"{(fault.Iteration > 0 ? $" in iteration {fault.Iteration}" : string.Empty)}: {fault.Finding}";

    private static string NameOf(Scene scene, string party) =>
        party == scene.Policy.AuthorityMsp ? "the authority" : scene.Members.FirstOrDefault(member => member.DpId == party)?.Name ?? party;
}
