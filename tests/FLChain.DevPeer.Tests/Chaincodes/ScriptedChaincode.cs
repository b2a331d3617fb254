using System.Net;
using System.Threading.Channels;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Type = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.DevPeer.Tests.Chaincodes;

/// <summary>The bare other end of the chaincode stream: the test says every message itself.</summary>
internal sealed class ScriptedChaincode : IAsyncDisposable
{
    private static readonly GrpcMethod<ChaincodeMessage, ChaincodeMessage> Connect =
        new("protos.Chaincode", "Connect", ChaincodeMessage.Parser, ChaincodeMessage.Parser);

    private readonly Channel<ChaincodeMessage> incoming = Channel.CreateUnbounded<ChaincodeMessage>();
    private readonly TaskCompletionSource end = new();
    private readonly WebApplication application;
    private IGrpcStreamWriter<ChaincodeMessage>? writer;

    private ScriptedChaincode(WebApplication application) => this.application = application;

    public string Address { get; private set; } = "";

    public static async Task<ScriptedChaincode> StartAsync(ByteString registration, Type type = Type.Register)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenGrpc(new IPEndPoint(IPAddress.Loopback, 0)));
        var application = builder.Build();
        application.UseRouting();
        var scripted = new ScriptedChaincode(application);
        application.MapGrpcDuplex(Connect, async (messages, writer, context) =>
        {
            scripted.writer = writer;
            await writer.WriteAsync(new ChaincodeMessage { Type = type, Payload = registration });
            var reading = Task.Run(async () =>
            {
                await foreach (var message in messages)
                    await scripted.incoming.Writer.WriteAsync(message);
            });
            await Task.WhenAny(reading, scripted.end.Task);
        });
        await application.StartAsync(TestContext.Current.CancellationToken);
        scripted.Address = new Uri(application.Urls.Single()).Authority;
        return scripted;
    }

    /// <summary>The peer's next message.</summary>
    public async Task<ChaincodeMessage> ReadAsync() =>
        await incoming.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Passes over REGISTERED and READY up to the transaction.</summary>
    public async Task<ChaincodeMessage> ReadTransactionAsync()
    {
        var message = await ReadAsync();
        while (message.Type is Type.Registered or Type.Ready)
            message = await ReadAsync();
        Assert.Equal(Type.Transaction, message.Type);
        return message;
    }

    public Task SendAsync(ChaincodeMessage transaction, Type type, ByteString payload) =>
        writer!.WriteAsync(new ChaincodeMessage { Type = type, Payload = payload, Txid = transaction.Txid, ChannelId = transaction.ChannelId });

    public async Task<ChaincodeMessage> AskAsync(ChaincodeMessage transaction, Type type, ByteString payload)
    {
        await SendAsync(transaction, type, payload);
        return await ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        end.TrySetResult();
        await application.DisposeAsync();
    }
}
