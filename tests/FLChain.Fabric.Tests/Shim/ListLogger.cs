using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _entries = new();

    public IReadOnlyList<string> TextsOf(int id) => [.. _entries.Where(entry => entry.Id == id).Select(entry => entry.Text)];

    public IReadOnlyList<LogLevel> LevelsOf(int id) => [.. _entries.Where(entry => entry.Id == id).Select(entry => entry.Level)];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // All entries stay here.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, eventId.Id, formatter(state, exception) + (exception is null ? string.Empty : " " + exception.Message)));

    public void Dispose()
    {
        // Nothing is held.
    }
}
