using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Inspections;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Market;
using FLChain.TrainerSdk.Misbehavior;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.State;
using FLChain.TrainerSdk.Training;

namespace FLChain.TrainerSdk;

/// <summary>
/// A trainer (DP) on the ledger: what a training script begins with. Every call may be repeated: what the ledger already
/// has is not done again, so a script that was killed simply runs from its beginning.
/// </summary>
public sealed class Trainer : IAsyncDisposable
{
    private readonly LedgerClient _ledger;
    private readonly TrainerOptions _options;
    private readonly EnvelopeKey _encryptionKey;
    private readonly IArtifactStore _artifacts;

    private Trainer(LedgerClient ledger, TrainerOptions options, EnvelopeKey encryptionKey)
    {
        _ledger = ledger;
        _options = options;
        _encryptionKey = encryptionKey;
        _artifacts = options.Artifacts ?? new FolderArtifactStore(Path.Combine(options.StateDirectory, "artifacts"));
    }

    /// <summary>The trainer's id: SHA-256 of the public key of its certificate, hex.</summary>
    public string DpId => _ledger.PartyId;

    /// <summary>Connects with an options file (see <see cref="TrainerOptions.Load"/>).</summary>
    public static Trainer Connect(string optionsFile) => Connect(TrainerOptions.Load(optionsFile));

    /// <summary>Connects. The key for sealed envelopes is made on the first run and kept in the state folder.</summary>
    /// <exception cref="InvalidDataException">Profile or keys cannot be read; the message says which and why.</exception>
    public static Trainer Connect(TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var encryptionKey = EncryptionKeyFile.Open(options.StateDirectory);
        return new Trainer(LedgerClient.Connect(options.Profile, options.Logger), options, encryptionKey);
    }

    /// <summary>Registers, which freezes the policy's deposit; a trainer that is registered already gets its record.</summary>
    /// <param name="data">What it says of its data.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.InsufficientFunds"/>: the account does not hold the deposit.</exception>
    public async Task<TrainerRecord> RegisterAsync(DataResource data, CancellationToken cancellationToken = default)
    {
        const string contract = TransactionNames.Registry.Contract;
        await _ledger.SubmitUnlessAsync(
            [ErrorCodes.AlreadyRegistered], contract, TransactionNames.Registry.RegisterTrainer, new RegisterTrainer(_encryptionKey.PublicKey, data), null, cancellationToken);
        var record = await _ledger.TrainerAsync(DpId, cancellationToken);
        if (!record.EncryptionKey.AsSpan().SequenceEqual(_encryptionKey.PublicKey))
        {
            // The state folder is a new one: what is sealed from now on must open with its key.
            await _ledger.SubmitAsync(contract, TransactionNames.Registry.UpdateTrainer, new UpdateTrainer(_encryptionKey.PublicKey), null, cancellationToken);
            record = await _ledger.TrainerAsync(DpId, cancellationToken);
        }

        return record;
    }

    /// <summary>What the deposit backs, and what is missing in it to join one more federation.</summary>
    public Task<LiabilityAnswer> LiabilityAsync(CancellationToken cancellationToken = default) => _ledger.LiabilityAsync(DpId, cancellationToken);

    /// <summary>Freezes more of the account: each federation needs the policy's deposit anew until the time of liability for an earlier one is over.</summary>
    /// <param name="amount">1 to <see cref="PolicyRules.MaxAmount"/>; see <see cref="LiabilityAnswer.ToJoin"/>. Not idempotent: a second call freezes as much again.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The account afterwards.</returns>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.InsufficientFunds"/>.</exception>
    public Task<AccountAnswer> DepositAsync(long amount, CancellationToken cancellationToken = default) =>
        _ledger.SubmitAsync<AccountAnswer>(TransactionNames.Incentive.Contract, TransactionNames.Incentive.Deposit, new MoveDeposit(amount), null, cancellationToken);

    /// <summary>Takes back what no federation and no accusation binds any more; ends first what is overdue, because a dispute that nobody ends binds the deposits of its federation.</summary>
    /// <param name="amount">1 to <see cref="PolicyRules.MaxAmount"/>.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The account afterwards.</returns>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.DepositFrozen"/>: part of it still backs something; the message says how much.</exception>
    public async Task<AccountAnswer> WithdrawAsync(long amount, CancellationToken cancellationToken = default)
    {
        await new OverdueCases(_ledger).SettleAsync(cancellationToken);
        return await _ledger.SubmitAsync<AccountAnswer>(TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, new MoveDeposit(amount), null, cancellationToken);
    }

    /// <summary>Publishes a model to be trained, or gives the one that stands under this id already.</summary>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.BadTerms"/>: the terms break a rule; the message names it.</exception>
    public async Task<ModelRecord> PublishAsync(PublishModel proposal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        await _ledger.SubmitUnlessAsync(
            [ErrorCodes.FidTaken], TransactionNames.Federation.Contract, TransactionNames.Federation.PublishModel, proposal, null, cancellationToken);
        return await _ledger.ModelAsync(proposal.Fid, cancellationToken);
    }

    /// <summary>
    /// Submits the intention to train a model, waits until the federation is established and its keys are dealt, checks
    /// and confirms the dealt share, and returns when training starts; or goes on with a federation it is a member of.
    /// </summary>
    /// <param name="fid">The model.</param>
    /// <param name="intention">What the trainer expects.</param>
    /// <param name="initialWeights">Initial weights from a 32-byte seed that the members share; by default the built-in model that the terms describe.</param>
    /// <param name="cancellationToken">Stops; call again to go on.</param>
    /// <exception cref="NotAllocatedException">The federation was established without this trainer.</exception>
    /// <exception cref="FederationHaltedException">Too few trainers intended to join, or confirmed.</exception>
    public async Task<Federation> JoinAsync(
        string fid, Intention intention, Func<byte[], float[]>? initialWeights = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(intention);
        await new InspectionRetention(_ledger, _options.StateDirectory).ApplyAsync(cancellationToken);
        var model = await _ledger.ModelAsync(fid, cancellationToken);
        if (model.Stage == ModelStage.Recruiting)
            await _ledger.SubmitUnlessAsync(
                [ErrorCodes.AlreadyIntended, ErrorCodes.WrongStage],
                TransactionNames.Federation.Contract,
                TransactionNames.Federation.SubmitIntention,
                new SubmitIntention(fid, intention.ExpectedPrice, intention.ExpectedIncome, intention.Cost),
                null,
                cancellationToken);

        var initial = initialWeights ?? (seed => ModelDescription.Parse(model.Terms.ModelDescription).InitialWeights(seed));
        // A script that was killed while its federation was disputed still owes the authority its seed.
        if (model.Stage == ModelStage.Halted) await new SeedDesk(_ledger, _options, fid).OpenKeptAsync(cancellationToken);
        var preparation = new FederationPreparation(_ledger, _options, _encryptionKey, fid);
        var established = await preparation.EstablishedAsync(cancellationToken);
        var session = await preparation.PreparedAsync(established, initial, cancellationToken);
        return new Federation(session, _artifacts, initial(session.Secrets.GroupKey.DeriveInitialWeightsSeed(fid)));
    }

    /// <summary>
    /// Opens this trainer's gradient of an iteration in which it was drawn for inspection, to show judges on its own
    /// premises that its data give it: what the state folder kept is held against the ledger first.
    /// </summary>
    /// <param name="fid">The model.</param>
    /// <param name="iteration">From 1.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FileNotFoundException">The gradient was not drawn, or it is not kept here, or no longer: nobody can ask for it once the time of liability is over.</exception>
    /// <exception cref="InvalidDataException">What is kept is not what stands on the ledger, or its seed does not open it.</exception>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.NoModel"/>.</exception>
    public Task<Inspection> InspectionAsync(string fid, int iteration, CancellationToken cancellationToken = default) =>
        new InspectionReader(_ledger, _options.StateDirectory).OpenAsync(fid, iteration, cancellationToken);

    /// <summary>
    /// Which weights an iteration began with in which a gradient of any member was drawn, so that partners can attest them
    /// to the judges of an inspection.
    /// </summary>
    /// <param name="fid">The model.</param>
    /// <param name="iteration">From 1.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>SHA-512 of the weights as little-endian float32, hex.</returns>
    /// <exception cref="FileNotFoundException">No gradient of the iteration was drawn, or nothing of it is kept here.</exception>
    /// <exception cref="LedgerException">For one, <see cref="ErrorCodes.NoModel"/>.</exception>
    public Task<string> InspectedWeightsAsync(string fid, int iteration, CancellationToken cancellationToken = default) =>
        new InspectionReader(_ledger, _options.StateDirectory).WeightsDigestAsync(fid, iteration, cancellationToken);

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _encryptionKey.Dispose();
    }
}
