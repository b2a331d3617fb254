using System.Runtime.CompilerServices;
using System.Text;

namespace FLChain.Fabric.Client;

/// <summary>
/// A smart contract: the short call (<see cref="SubmitAsync(string, IReadOnlyList{ReadOnlyMemory{byte}}, SubmitOptions?, CancellationToken)"/>,
/// <see cref="EvaluateAsync(string, IReadOnlyList{ReadOnlyMemory{byte}}, ProposalOptions?, CancellationToken)"/>), and
/// the same flow in steps from <see cref="NewProposal"/> on. Safe for concurrent use.
/// </summary>
public sealed class Contract
{
    private readonly GatewayConnection _connection;

    internal Contract(GatewayConnection connection, string channelId, string chaincode, string? contractName)
    {
        _connection = connection;
        ChannelId = channelId;
        Chaincode = chaincode;
        ContractName = contractName;
    }

    /// <summary>The channel.</summary>
    public string ChannelId { get; }

    /// <summary>The chaincode's name.</summary>
    public string Chaincode { get; }

    /// <summary>The contract within the chaincode; null for its default.</summary>
    public string? ContractName { get; }

    /// <summary>
    /// Makes a transaction and waits until it has taken effect. A transaction that lost to another one (MVCC or phantom
    /// read conflict) had no effect and is made again as a new one, within bounds. A submit of which it is not known
    /// whether it arrived is never made again as a new transaction: its commit status is asked for, and then the very
    /// same signed transaction, which peers accept once only, is sent again.
    /// </summary>
    /// <param name="transaction">The transaction's name in the contract.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">Transient data, endorsing organizations, time-outs, retries.</param>
    /// <param name="cancellationToken">Gives up waiting; a transaction already submitted may take effect all the same.</param>
    /// <exception cref="EndorseException">Not endorsed: no effect.</exception>
    /// <exception cref="SubmitException">Not submitted; see <see cref="SubmitException.IsOutcomeUnknown"/>.</exception>
    /// <exception cref="CommitStatusException">Submitted, and the verdict could not be had.</exception>
    /// <exception cref="CommitException">Invalid: no effect.</exception>
    /// <exception cref="InvalidOperationException">The gateway has no signer.</exception>
    [OverloadResolutionPriority(1)]
    public async Task<SubmitResult> SubmitAsync(
        string transaction,
        IReadOnlyList<ReadOnlyMemory<byte>> arguments,
        SubmitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var retry = options?.Retry ?? _connection.Options.Retry;
        retry.Validate();
        var pipeline = RetryPipelines.Conflict(retry, _connection, transaction);
        return await pipeline.ExecuteAsync(
            async token =>
            {
                var prepared = await NewProposal(transaction, arguments, options).EndorseAsync(token).ConfigureAwait(false);
                var submitted = await prepared.SubmitAsync(token).ConfigureAwait(false);
                options?.Ordered?.Invoke();
                var status = await submitted.GetStatusAsync(token).ConfigureAwait(false);
                return status.IsSuccessful
                    ? new SubmitResult(prepared.Result, status.TransactionId, status.BlockNumber)
                    : throw new CommitException(status);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As the other overload, with arguments as UTF-8 text.</summary>
    public Task<SubmitResult> SubmitAsync(
        string transaction, IReadOnlyList<string> arguments, SubmitOptions? options = null, CancellationToken cancellationToken = default)
        => SubmitAsync(transaction, Utf8(arguments), options, cancellationToken);

    /// <summary>Runs a transaction on one peer and gives its result; nothing is written.</summary>
    /// <param name="transaction">The transaction's name in the contract.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">Transient data, organizations of which one is asked, time-outs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the chaincode answered.</returns>
    /// <exception cref="EvaluateException">It failed.</exception>
    /// <exception cref="InvalidOperationException">The gateway has no signer.</exception>
    [OverloadResolutionPriority(1)]
    public Task<byte[]> EvaluateAsync(
        string transaction,
        IReadOnlyList<ReadOnlyMemory<byte>> arguments,
        ProposalOptions? options = null,
        CancellationToken cancellationToken = default)
        => NewProposal(transaction, arguments, options).EvaluateAsync(cancellationToken);

    /// <summary>As the other overload, with arguments as UTF-8 text.</summary>
    public Task<byte[]> EvaluateAsync(
        string transaction, IReadOnlyList<string> arguments, ProposalOptions? options = null, CancellationToken cancellationToken = default)
        => EvaluateAsync(transaction, Utf8(arguments), options, cancellationToken);

    /// <summary>Makes a proposal with its own transaction id, for the flow in steps; nothing is sent and nothing signed yet.</summary>
    /// <param name="transaction">The transaction's name in the contract.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">Transient data, endorsing organizations, time-outs.</param>
    public Proposal NewProposal(string transaction, IReadOnlyList<ReadOnlyMemory<byte>> arguments, ProposalOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(transaction);
        ArgumentNullException.ThrowIfNull(arguments);
        options?.Timeouts?.Validate();
        var function = ContractName is null ? transaction : $"{ContractName}:{transaction}";
        return Proposal.Create(_connection, ChannelId, Chaincode, function, arguments, options ?? new ProposalOptions());
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Utf8(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return [.. arguments.Select(argument => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(argument))];
    }
}
