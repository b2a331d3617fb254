using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>One bad thing that a party can do, and what the tables say must come of it.</summary>
/// <param name="name">Kebab-case, unique.</param>
/// <param name="description">What is done, one sentence.</param>
/// <param name="expectation">What must come of it.</param>
internal abstract class Cheat(string name, string description, Expectation expectation)
{
    public string Name => name;

    public string Description => description;

    public Expectation Expectation => expectation;

    /// <summary>What the authority gives at each step.</summary>
    public virtual Conduct AuthorityConduct => Conduct.Honest;

    /// <summary>What the cheating trainer gives at each step; a fresh object for each scene.</summary>
    public virtual Conduct CreateConduct() => Conduct.Honest;

    public virtual Policy ChangePolicy(Policy policy) => policy;

    public virtual Terms ChangeTerms(Terms terms) => terms;

    /// <summary>What the buyer has.</summary>
    public virtual long BuyerFunds => 100_000;

    /// <summary>What happens beside the training, once the federation forms.</summary>
    public virtual Task DuringAsync(Scene scene, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What happens after the scripts have ended: by default a finished model is sold once, by whoever of the members is first.</summary>
    public virtual async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        if ((await scene.Ledger.ModelAsync(scene.Fid, cancellationToken)).Stage == ModelStage.Finished)
            await scene.TradeAsync(scene.Members, cancellationToken);
    }

    /// <summary>What else must be so at the end.</summary>
    public virtual Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SceneCheck>>([]);
}
