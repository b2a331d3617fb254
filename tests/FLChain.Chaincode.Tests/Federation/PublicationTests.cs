using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using Contract = FLChain.Core.TransactionNames.Federation;

namespace FLChain.Chaincode.Tests.Federation;

public sealed class PublicationTests : IAsyncLifetime
{
    private MarketWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await MarketWorld.OpenAsync(1);

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    private TestIdentity Publisher => _world.Trainers[0];

    [Fact]
    public async Task PublishModel_ByAQualifiedTrainer_Recruits()
    {
        var model = await _world.PublishAsync("flm-a");
        Assert.Equal((ModelStage.Recruiting, ModelStatus.Unavailable, true), (model.Stage, model.Status, model.Establishing));
        Assert.Equal((Publisher.PartyId, 1, string.Empty), (model.Publisher, model.Version, model.PreviousTx));
        Assert.Empty(model.Dps);
        Assert.Equal("flm-a", _world.Ledger.LastEvent<LedgerEvent>("federation.PublishModel").Fid);
        var stored = await _world.Ledger.EvaluateAsync<ModelRecord>(_world.Buyer, Contract.Contract, Contract.GetModel, new ModelReference("flm-a"));
        Assert.Equal(model.Tx, stored.Tx);
        Assert.Single((await _world.Ledger.EvaluateAsync<Page<ModelRecord>>(_world.Buyer, Contract.Contract, Contract.ListModels, new PageRequest(10))).Items);
    }

    [Fact]
    public async Task PublishModel_FidTaken_IsRefused()
    {
        await _world.PublishAsync("flm-a");
        await RefusedAsync(ErrorCodes.FidTaken, _world.Publication("flm-a"));
    }

    [Fact]
    public async Task PublishModel_ByNoTrainerOrASuspendedOne_IsRefused()
    {
        await _world.Ledger.RefusedAsync(ErrorCodes.NoTrainer, _world.Buyer, Contract.Contract, Contract.PublishModel, _world.Publication("flm-a"));
        var trainer = _world.Ledger.Read<TrainerRecord>(Keys.Trainer(Publisher.PartyId))!;
        _world.Seed(Keys.Trainer(Publisher.PartyId), trainer with { Status = TrainerStatus.Suspending });
        await RefusedAsync(ErrorCodes.NotQualified, _world.Publication("flm-a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("Upper")]
    [InlineData("9starts")]
    [InlineData("ends-")]
    [InlineData("with space")]
    [InlineData("nul\0inside")]
    public async Task PublishModel_FidIsNoSlug_IsRefused(string fid) => await RefusedAsync(ErrorCodes.BadArgument, _world.Publication("flm-a") with { Fid = fid });

    [Fact]
    public async Task PublishModel_TextOutOfBounds_IsRefused()
    {
        var good = _world.Publication("flm-a");
        await RefusedAsync(ErrorCodes.BadArgument, good with { Title = string.Empty });
        await RefusedAsync(ErrorCodes.BadArgument, good with { Title = new string('x', 101) });
        await RefusedAsync(ErrorCodes.BadArgument, good with { Description = new string('x', 1_001) });
        await RefusedAsync(ErrorCodes.BadArgument, good with { Task = "a\u0007" });
        await RefusedAsync(ErrorCodes.BadArgument, good with { Metric = new string('x', 101) });
        await RefusedAsync(ErrorCodes.BadArgument, good with { Terms = good.Terms with { ModelDescription = string.Empty } });
    }

    public static TheoryData<string, Func<Terms, Terms>> BadTerms => new()
    {
        { "threshold 1", terms => terms with { Threshold = 1 } },
        { "threshold above the fewest", terms => terms with { Threshold = 4 } },
        { "fewer than the policy's contributors", terms => terms with { MinTrainers = 2 } },
        { "most below fewest", terms => terms with { MaxTrainers = 2 } },
        { "more than the policy's most", terms => terms with { MaxTrainers = 65 } },
        { "no iteration", terms => terms with { Iterations = 0 } },
        { "too many iterations", terms => terms with { Iterations = 100_001 } },
        { "no parameter", terms => terms with { ParameterCount = 0 } },
        { "too many parameters", terms => terms with { ParameterCount = 4_000_001 } },
        { "another scheme", terms => terms with { Masking = "Paillier" } },
        { "modulus too short", terms => terms with { ModulusBits = 192 } },
        { "modulus too long", terms => terms with { ModulusBits = 4160 } },
        { "modulus of odd length", terms => terms with { ModulusBits = 300 } },
        { "no clipping", terms => terms with { ClipMicros = 0 } },
        { "7 bits", terms => terms with { QuantizationBits = 7 } },
        { "25 bits", terms => terms with { QuantizationBits = 25 } },
        { "no learning", terms => terms with { LearningRatePpm = 0 } },
        { "fewer inspections than the policy wants", terms => terms with { InspectionRate = 4_999 } },
        { "more inspections than gradients", terms => terms with { InspectionRate = 1_000_001 } },
        { "preparation of no time", terms => terms with { PreparationSeconds = 0 } },
        { "gradient of no time", terms => terms with { GradientSeconds = 0 } },
        { "aggregation of no time", terms => terms with { AggregateSeconds = 0 } },
        { "unmasking longer than the policy allows", terms => terms with { ShareSeconds = (7 * 24 * 3600) + 1 } },
        { "finish of no time", terms => terms with { FinishSeconds = 0 } },
    };

    [Theory]
    [MemberData(nameof(BadTerms))]
    public async Task PublishModel_TermsOutOfBounds_IsRefused(string what, Func<Terms, Terms> change)
    {
        Assert.NotEmpty(what);
        await RefusedAsync(ErrorCodes.BadTerms, _world.Publication("flm-a", change(MarketWorld.Terms)));
    }

    [Fact]
    public async Task PublishModel_MaskedGradientLargerThanAPayload_IsRefused()
    {
        // Ten parameters fit one ciphertext, of which the sealed share with its proof is the longest form.
        var terms = MarketWorld.Terms;
        var layout = new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount);
        var longest = (int)MaskingSchemes.Measure(terms.Masking, layout).MaxShareBytes + ShareKey.OverheadBytes;
        await _world.SetPolicyAsync(MarketWorld.Policy with { MaxPayloadBytes = longest - 1 });
        await RefusedAsync(ErrorCodes.BadTerms, _world.Publication("flm-a"));
        await _world.SetPolicyAsync(MarketWorld.Policy with { MaxPayloadBytes = longest });
        await _world.PublishAsync("flm-a");
    }

    [Fact]
    public async Task PublishModel_RecruitmentEndsNowOrTooLate_IsRefused()
    {
        var longest = MarketWorld.Policy.MaxPhaseSeconds * 1000L;
        await RefusedAsync(ErrorCodes.BadTerms, _world.Publication("flm-a") with { RecruitUntil = _world.Ledger.Now });
        await RefusedAsync(ErrorCodes.BadTerms, _world.Publication("flm-a") with { RecruitUntil = _world.Ledger.Now + longest + 1 });
        await _world.Ledger.SubmitAsync(Publisher, Contract.Contract, Contract.PublishModel, _world.Publication("flm-a") with { RecruitUntil = _world.Ledger.Now + longest });
    }

    [Fact]
    public async Task PublishModel_OneMoreThanMayRecruit_IsRefused()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy with { MaxRecruiting = 2 });
        await _world.PublishAsync("flm-a");
        await _world.PublishAsync("flm-b");
        await RefusedAsync(ErrorCodes.TooMany, _world.Publication("flm-c"));
    }

    [Fact]
    public async Task PublishModel_OneMoreThanOnePublisherMayRecruitFor_IsRefusedUntilOneHasEnded()
    {
        for (var number = 1; number <= PolicyRules.MaxRecruitingOfOne; number++) await _world.PublishAsync($"flm-{number}");
        Assert.Contains("of the caller", await _world.Ledger.RefusedAsync(ErrorCodes.TooMany, Publisher, Contract.Contract, Contract.PublishModel, _world.Publication("flm-more")), StringComparison.Ordinal);
        var other = _world.NewTrainer(7);
        await _world.RegisterAsync(other);
        await _world.PublishAsync("flm-other", publisher: other);
        _world.Ledger.AdvanceSeconds(600);
        await _world.EstablishAsync();
        await _world.PublishAsync("flm-more");
    }

    [Fact]
    public async Task GetModel_Unknown_IsRefused()
    {
        foreach (var fid in new[] { "flm-none", "", "no\0slug" })
            await _world.Ledger.RefusedAsync(ErrorCodes.NoModel, _world.Buyer, Contract.Contract, Contract.GetModel, new ModelReference(fid));
    }

    private async Task RefusedAsync(string code, PublishModel request) =>
        await _world.Ledger.RefusedAsync(code, Publisher, Contract.Contract, Contract.PublishModel, request);
}
