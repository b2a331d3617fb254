using System.Runtime.CompilerServices;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>A stop in the very moment at which transactions come in: each is run to its end or refused, none is given up.</summary>
public sealed class DrainTests
{
    private const int Stops = 500;
    private const int Abandoned = 2013;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_WhileTransactionsComeIn_GivesNoneUp()
    {
        var log = new ListLogger();
        var options = new ChaincodeServerOptions { PackageId = "cc:1", LoggerFactory = log };
        var slow = new DelegateChaincode(async _ =>
        {
            await Task.Delay(1, Token);
            return ChaincodeResponse.Ok();
        });
        for (int i = 0; i < Stops; i++)
        {
            using var session = new PeerSession("peer", options, new TransactionRunner(slow, options, log), log);
            var peer = new EndlessPeer();
            Task running = session.RunAsync(EndlessPeer.SendAsync(Token), peer, () => { }, Token);
            await peer.Answered.WaitAsync(Token);
            await session.DrainAsync(TimeSpan.FromSeconds(10), Token);
            await running;
        }

        Assert.Empty(log.TextsOf(Abandoned));
    }

    /// <summary>Registers the chaincode and sends one transaction after the other until the stream ends.</summary>
    private sealed class EndlessPeer : IGrpcStreamWriter<ChaincodeMessage>
    {
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Answered => _answered.Task;

        public static async IAsyncEnumerable<ChaincodeMessage> SendAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new ChaincodeMessage { Type = MessageType.Registered };
            yield return new ChaincodeMessage { Type = MessageType.Ready };
            while (!cancellationToken.IsCancellationRequested)
            {
                await Task.Yield();
                yield return Invocation.Of("f").ToMessage();
            }
        }

        public Task WriteAsync(ChaincodeMessage message, CancellationToken cancellationToken = default)
        {
            if (message.Type is MessageType.Completed or MessageType.Error)
                _answered.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
