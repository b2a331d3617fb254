using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Authority;

/// <summary>The authority organization's side: policy, treasury, and the dealing of key shares (the paper's CryptoSystem).</summary>
public sealed class AuthorityOffice : IAsyncDisposable
{
    private readonly LedgerClient _ledger;
    private readonly TrainerOptions _options;
    private readonly EnvelopeKey _encryptionKey;

    private AuthorityOffice(LedgerClient ledger, TrainerOptions options, EnvelopeKey encryptionKey)
    {
        _ledger = ledger;
        _options = options;
        _encryptionKey = encryptionKey;
    }

    /// <summary>DER SubjectPublicKeyInfo of the key to which trainers seal what the authority alone may open.</summary>
    public byte[] EncryptionKey => _encryptionKey.PublicKey;

    /// <summary>MSP id of the authority's organization.</summary>
    public string MspId => _ledger.MspId;

    /// <summary>Connects with an identity of the authority organization.</summary>
    /// <exception cref="InvalidDataException">Profile or keys cannot be read; the message says which and why.</exception>
    public static AuthorityOffice Connect(TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var encryptionKey = EncryptionKeyFile.Open(options.StateDirectory);
        return new AuthorityOffice(LedgerClient.Connect(options.Profile, options.Logger), options, encryptionKey);
    }

    /// <summary>The policy in force, or null before the first.</summary>
    public async Task<Policy?> PolicyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _ledger.PolicyAsync(cancellationToken);
        }
        catch (LedgerException error) when (error.Is(ErrorCodes.NoPolicy))
        {
            return null;
        }
    }

    /// <summary>Puts a policy in force; the ledger gives it the next version.</summary>
    /// <exception cref="LedgerException"><see cref="ErrorCodes.UnsoundPolicy"/>: it breaks a rule of the market; the message names it.</exception>
    public Task<Policy> SetPolicyAsync(Policy policy, CancellationToken cancellationToken = default) =>
        _ledger.SubmitAsync<Policy>(TransactionNames.Registry.Contract, TransactionNames.Registry.SetPolicy, policy, null, cancellationToken);

    /// <summary>Issues money to a party, once for each reference.</summary>
    /// <param name="partyId">Who gets it.</param>
    /// <param name="amount">1 or more.</param>
    /// <param name="reference">1 to 64 printable ASCII characters. An issue whose reference the ledger knows is not made again.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task MintAsync(string partyId, long amount, string reference, CancellationToken cancellationToken = default) =>
        _ledger.SubmitUnlessAsync(
            [ErrorCodes.ReferenceUsed], TransactionNames.Incentive.Contract, TransactionNames.Incentive.Mint, new Mint(partyId, amount, reference), null, cancellationToken);

    /// <summary>
    /// Deals the keys of every federation as soon as it is established, and again after a complaint; opens the seeds of
    /// disputed iterations and shows the contract whose is not in order; ends cases whose time is over. Until cancelled.
    /// </summary>
    /// <param name="cancellationToken">Ends the service.</param>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        var dealer = new Dealer(_ledger, _options);
        var bench = new DisputeBench(_ledger, _options, _encryptionKey);
        var overdue = new OverdueCases(_ledger);
        await _ledger.Signals.UntilAsync<ModelRecord>(
            LedgerSignals.AnyModel,
            async token =>
            {
                await foreach (var model in _ledger.AllModelsAsync(token))
                {
                    if (model.Stage == ModelStage.Preparing) await dealer.DealIfDueAsync(model, token);
                    if (model.Stage == ModelStage.Halted) await bench.AttendAsync(model, token);
                }

                await overdue.SettleAsync(token);
                return null;
            },
            cancellationToken);
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _encryptionKey.Dispose();
    }
}
