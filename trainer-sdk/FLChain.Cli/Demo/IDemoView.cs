using FLChain.TrainerSdk.Progress;

namespace FLChain.Cli.Demo;

/// <summary>Shows the story while it is played. Called from several threads.</summary>
internal interface IDemoView
{
    /// <summary>A chapter begins.</summary>
    void Chapter(string text);

    /// <summary>Something worth knowing happened.</summary>
    void Note(string text);

    /// <summary>A trainer reports a step.</summary>
    void Step(TrainingEvent happened);

    /// <summary>Iterations begin and end with the returned object.</summary>
    IDisposable Iterations(int iterations, int trainers);
}
