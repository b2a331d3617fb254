using FLChain.Simulation.Tables;
using FLChain.Simulation.Worlds;

namespace FLChain.Simulation.Tests.Tables;

/// <summary>Each cell of Tables III and IV is a test.</summary>
public sealed class PaperTableTests(PaperTableTests.Computed computed) : IClassFixture<PaperTableTests.Computed>
{
    public static TheoryData<int> Three => [.. Enumerable.Range(0, 17)];

    public static TheoryData<int> Four => [.. Enumerable.Range(0, 22)];

    [Theory]
    [MemberData(nameof(Three))]
    public void TableThree_Cell_IsPaidAsPrinted(int cell) => Assert.True(computed.Three[cell].Holds, computed.Three[cell].ToString());

    [Theory]
    [MemberData(nameof(Four))]
    public void TableFour_Cell_IsGainedAsPrinted(int cell) => Assert.True(computed.Four[cell].Holds, computed.Four[cell].ToString());

    [Fact]
    public void Tables_HaveNoOtherCells() => Assert.Equal((17, 22), (computed.Three.Count, computed.Four.Count));

    /// <summary>Both tables, computed once.</summary>
    public sealed class Computed : IAsyncLifetime
    {
        private readonly Cast _cast = PaperTables.NewCast();

        internal IReadOnlyList<Cell> Three { get; private set; } = [];

        internal IReadOnlyList<Cell> Four { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            var training = await World.TrainingAsync(_cast);
            Three = await TableThree.ComputeAsync(training);
            Four = await TableFour.ComputeAsync(training);
        }

        public ValueTask DisposeAsync()
        {
            _cast.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
