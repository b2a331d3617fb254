using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Inspections;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Training;

/// <summary>What stays the same through all iterations of one federation for one member.</summary>
internal sealed class FederationSession : IDisposable
{
    /// <summary>The only attempt of an iteration: an iteration that fails is never repeated on the same gradients.</summary>
    private const int Attempt = 1;

    private readonly TrainerOptions _options;
    private readonly CancellationTokenSource _ending = new();
    private MaskAhead? _mask;

    public FederationSession(LedgerClient ledger, TrainerOptions options, ModelRecord model, ThresholdPublicKey key, DealtSecrets secrets)
    {
        Ledger = ledger;
        Model = model;
        Secrets = secrets;
        _options = options;
        var terms = model.Terms;
        Layout = new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount);
        Quantizer = new GradientQuantizer(Layout, terms.ClipMicros);
        var masking = options.MaxParallelism > 0 ? new MaskingOptions { MaxDegreeOfParallelism = options.MaxParallelism } : null;
        Scheme = MaskingSchemes.Create(terms.Masking, key, Layout, masking);
        Beacon = new PaillierMasking(key, 1, masking);
        Folder = new FederationFolder(options.StateDirectory, model.Fid);
        Inspections = new InspectionFolder(options.StateDirectory, model.Fid);
        Defence = new Defence(ledger, model.Fid, ExportShareKey);
        Seeds = new SeedDesk(ledger, options, model.Fid);
        Watcher = new Watcher(ledger, options.ReportMisbehavior, (iteration, message) => Report(iteration, TrainingStep.PartnerFault, message: message));
    }

    public LedgerClient Ledger { get; }

    /// <summary>The model as it was when the session began: its terms and members do not change any more.</summary>
    public ModelRecord Model { get; }

    public string Fid => Model.Fid;

    public string DpId => Ledger.PartyId;

    public Terms Terms => Model.Terms;

    public DealtSecrets Secrets { get; }

    public PackingLayout Layout { get; }

    public GradientQuantizer Quantizer { get; }

    public IMaskingScheme Scheme { get; }

    public PaillierMasking Beacon { get; }

    public FederationFolder Folder { get; }

    public InspectionFolder Inspections { get; }

    public Watcher Watcher { get; }

    public SeedDesk Seeds { get; }

    public Defence Defence { get; }

    public Conduct Conduct => _options.Conduct;

    public bool VerifyPartners => _options.VerifyPartners;

    public TimeProvider Clock { get; } = TimeProvider.System;

    /// <summary>Place of a member among the members, from 1: the index of its key share.</summary>
    public int IndexOf(string dpId)
    {
        for (var place = 0; place < Model.Dps.Count; place++)
            if (Model.Dps[place] == dpId)
                return place + 1;
        throw new ArgumentException("not a member of the federation", nameof(dpId));
    }

    public ProofContext Context(int iteration, string phase, string author) => new(Ledger.ChannelId, Fid, iteration, phase, author, Attempt);

    /// <summary>What a sealed share is bound to besides its key.</summary>
    public byte[] ShareContext(int iteration, string author) =>
        EnvelopeContexts.GradientShare(Ledger.ChannelId, Fid, iteration, author);

    public Cryptography.Envelopes.ShareKey ShareKey(int iteration, string author) =>
        Secrets.GroupKey.DeriveShareKey(Fid, iteration, Attempt, author);

    public void Report(int iteration, TrainingStep step, TimeSpan elapsed = default, string message = "") =>
        _options.Progress?.Report(new TrainingEvent(Fid, DpId, iteration, step, elapsed, message));

    /// <summary>Begins to mask for an iteration to come, if there is one and it is not begun yet.</summary>
    public void BeginMask(int iteration)
    {
        if (iteration > Terms.Iterations || _mask?.Iteration == iteration) return;
        _mask?.Dispose();
        _mask = new MaskAhead(this, iteration, _ending.Token);
    }

    /// <summary>The mask of an iteration, which is the caller's from now on. It is used once: another call gives another one.</summary>
    public MaskAhead TakeMask(int iteration)
    {
        BeginMask(iteration);
        var mask = _mask!;
        _mask = null;
        return mask;
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
        _mask?.Dispose();
        Secrets.Dispose();
    }

    private byte[] ExportShareKey(int iteration)
    {
        using var key = ShareKey(iteration, DpId);
        return key.Export();
    }
}
