using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>A member that gives something else at one step and otherwise does its part.</summary>
/// <param name="name">Kebab-case, unique.</param>
/// <param name="description">What is done, one sentence.</param>
/// <param name="expectation">What must come of it.</param>
/// <param name="conduct">A fresh conduct of the member.</param>
/// <param name="terms">Terms of the federation in which it shows.</param>
/// <param name="policy">Policy under which it shows.</param>
internal sealed class MemberCheat(
    string name, string description, Expectation expectation, Func<Conduct> conduct, Func<Terms, Terms>? terms = null, Func<Policy, Policy>? policy = null)
    : Cheat(name, description, expectation)
{
    public override Conduct CreateConduct() => conduct();

    public override Terms ChangeTerms(Terms unchanged) => terms?.Invoke(unchanged) ?? unchanged;

    public override Policy ChangePolicy(Policy unchanged) => policy?.Invoke(unchanged) ?? unchanged;
}
