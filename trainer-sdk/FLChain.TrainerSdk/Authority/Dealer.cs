using System.Security.Cryptography;
using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.Training;

namespace FLChain.TrainerSdk.Authority;

/// <summary>Deals a federation's keys: everything secret is sealed to its member and forgotten.</summary>
internal sealed class Dealer(LedgerClient ledger, TrainerOptions options)
{
    // Since when the preparation ran in which the ledger wanted no other dealing: a mere complaint does not undo what enough
    // members have confirmed, and looking for primes again would be in vain until the time begins anew.
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);

    /// <summary>Deals when the federation has no setup yet, or when a member complained of the one it has.</summary>
    public async Task DealIfDueAsync(ModelRecord model, CancellationToken cancellationToken)
    {
        if (_refused.GetValueOrDefault(model.Fid) == model.StageSince) return;
        var attempt = await NextAttemptAsync(model.Fid, cancellationToken);
        if (attempt == 0) return;
        Report(model, "dealing keys: looking for two safe primes");
        using var dealt = await Task.Run(() => Deal(model, cancellationToken), cancellationToken);
        var setup = new PostSetup(model.Fid, dealt.PublicKey.Encode(), dealt.Proof.ToArray(), await SealAsync(model, attempt, dealt, cancellationToken));
        var dealtNow = await ledger.SubmitUnlessAsync(
            [ErrorCodes.SetupState, ErrorCodes.WrongStage], TransactionNames.Federation.Contract, TransactionNames.Federation.PostSetup, setup, null, cancellationToken);
        if (dealtNow) Report(model, "keys are dealt");
        else _refused[model.Fid] = model.StageSince;
    }

    private DealtKey Deal(ModelRecord model, CancellationToken cancellationToken)
    {
        var terms = model.Terms;
        return options.KeySizes == KeySizePolicy.Production
            ? KeyDealer.Deal(terms.ModulusBits, model.Dps.Count, terms.Threshold, cancellationToken: cancellationToken)
            : InsecureTestKeyDealer.Deal(terms.ModulusBits, model.Dps.Count, terms.Threshold, cancellationToken);
    }

    private async Task<int> NextAttemptAsync(string fid, CancellationToken cancellationToken)
    {
        try
        {
            var setup = await ledger.SetupAsync(fid, cancellationToken);
            var complained = (await ledger.ConfirmationsAsync(fid, cancellationToken)).Any(confirmation => confirmation.Complaint);
            return complained ? setup.Attempt + 1 : 0;
        }
        catch (LedgerException error) when (error.Is(ErrorCodes.SetupState))
        {
            return 1;
        }
    }

    private async Task<SealedShare[]> SealAsync(ModelRecord model, int attempt, DealtKey dealt, CancellationToken cancellationToken)
    {
        using var groupKey = GroupKey.Generate();
        var shares = new SealedShare[model.Dps.Count];
        for (var place = 0; place < shares.Length; place++)
        {
            var member = await ledger.TrainerAsync(model.Dps[place], cancellationToken);
            var plaintext = DealtSecrets.Encode(groupKey, dealt.Shares[place]);
            try
            {
                var context = EnvelopeContexts.DealtShare(model.Fid, attempt, member.DpId);
                shares[place] = new SealedShare(member.DpId, SealedEnvelope.Seal(member.EncryptionKey, context, options.Conduct.DealtSecrets(place, attempt, plaintext)));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(plaintext);
            }
        }

        return shares;
    }

    private void Report(ModelRecord model, string message) =>
        options.Progress?.Report(new TrainingEvent(model.Fid, ledger.PartyId, 0, TrainingStep.Preparing, TimeSpan.Zero, message));
}
