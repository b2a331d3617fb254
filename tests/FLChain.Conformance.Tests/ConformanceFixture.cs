using FLChain.Conformance.Tests.Consortium;

namespace FLChain.Conformance.Tests;

/// <summary>The one consortium of all tests: to bring a chaincode onto a Fabric network takes seconds. The tests run one after another and use keys of their own.</summary>
public sealed class ConformanceFixture : IAsyncLifetime
{
    /// <summary>The name of the collection of tests.</summary>
    public const string Collection = "consortium";

    /// <summary>What is tested.</summary>
    public ConsortiumUnderTest Consortium { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Consortium = await ConsortiumUnderTest.StartAsync();

    // A consortium that did not start says why by itself.
    public ValueTask DisposeAsync() => Consortium?.DisposeAsync() ?? ValueTask.CompletedTask;
}
