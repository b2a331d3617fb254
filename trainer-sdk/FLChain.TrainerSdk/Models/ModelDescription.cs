using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FLChain.TrainerSdk.Models;

/// <summary>
/// Reads the one-line descriptions of built-in models: <c>softmax 784x10</c> (features × labels) and
/// <c>mlp 784x32x10</c> (features × hidden × labels). One model has one description.
/// </summary>
public static class ModelDescription
{
    /// <summary>Most features of a sample.</summary>
    public const int MaxFeatures = 1 << 20;

    /// <summary>Most hidden units.</summary>
    public const int MaxHidden = 1 << 14;

    /// <summary>Most labels.</summary>
    public const int MaxLabels = 1 << 10;

    /// <summary>Most parameters of a described model.</summary>
    public const int MaxParameters = 1 << 24;

    private const int MaxLength = 64;

    /// <summary>Reads a description.</summary>
    /// <param name="description">As <see cref="IFederatedModel.Describe"/> gives it.</param>
    /// <exception cref="FormatException">Not the description of a built-in model.</exception>
    public static IFederatedModel Parse(string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return TryParse(description, out IFederatedModel? model)
            ? model
            : throw new FormatException("Not the description of a built-in model, such as 'softmax 784x10' or 'mlp 784x32x10'.");
    }

    /// <summary>Reads a description from anywhere.</summary>
    /// <param name="description">Any text.</param>
    /// <param name="model">The model, or null when the result is false.</param>
    public static bool TryParse(string? description, [NotNullWhen(true)] out IFederatedModel? model)
    {
        model = null;
        if (description is null || description.Length > MaxLength)
            return false;
        string[] words = description.Split(' ');
        if (words.Length != 2 || !TryReadNumbers(words[1], out int[] numbers))
            return false;
        model = (words[0], numbers) switch
        {
            ("softmax", [var features, var labels]) when Fits(features, labels) =>
                new SoftmaxRegression(features, labels),
            ("mlp", [var features, var hidden, var labels]) when Fits(features, hidden, labels) =>
                new MultilayerPerceptron(features, hidden, labels),
            _ => null,
        };
        return model is not null;
    }

    internal static void CheckFeatures(int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureCount, MaxFeatures);
    }

    internal static void CheckHidden(int hiddenCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hiddenCount, MaxHidden);
    }

    internal static void CheckLabels(int labelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labelCount, MaxLabels);
    }

    internal static void CheckParameters(long parameterCount)
    {
        if (parameterCount > MaxParameters)
            throw new ArgumentException($"A model of {parameterCount} parameters; the most is {MaxParameters}.");
    }

    private static bool Fits(int features, int labels) =>
        features <= MaxFeatures && labels is >= 2 and <= MaxLabels && ((long)features + 1) * labels <= MaxParameters;

    private static bool Fits(int features, int hidden, int labels) =>
        features <= MaxFeatures && hidden <= MaxHidden && labels is >= 2 and <= MaxLabels
        && (((long)features + 1) * hidden) + (((long)hidden + 1) * labels) <= MaxParameters;

    private static bool TryReadNumbers(string text, out int[] numbers)
    {
        string[] parts = text.Split('x');
        numbers = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            // No sign, no blank, no leading zero: one model, one description.
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || parts[i][0] == '0')
                return false;
        }
        return true;
    }
}
