using FLChain.Cryptography.Quantization;

namespace FLChain.Cryptography.Tests.Quantization;

public sealed class ErrorFeedbackTests
{
    private static readonly GradientQuantizer Quantizer = new(new PackingLayout(8, 4, 2048, 3), clipMicros: 1_000_000);

    [Fact]
    public void Quantize_SteadyGradientBelowHalfAStep_IsNotLost()
    {
        // Without feedback each of these rounds to zero for ever.
        float small = (float)(Quantizer.Step * 0.3);
        Assert.Equal([0, 0, 0], Quantizer.Quantize([small, small, small]));
        var feedback = new ErrorFeedback(3);
        long total = 0;
        for (int i = 0; i < 1000; i++)
        {
            total += feedback.Quantize(Quantizer, [small, 0f, -small])[0];
            feedback.Accept();
        }

        Assert.InRange(total, 299, 301);
    }

    [Fact]
    public void Quantize_ManyRandomGradients_TotalsDifferByLessThanOneStep()
    {
        var random = new Random(5);
        var feedback = new ErrorFeedback(3);
        double[] real = new double[3];
        long[] quantized = new long[3];
        for (int round = 0; round < 500; round++)
        {
            float[] gradient = [.. real.Select(_ => (float)((random.NextDouble() - 0.5) * 1.5))];
            int[] values = feedback.Quantize(Quantizer, gradient);
            feedback.Accept();
            for (int i = 0; i < 3; i++)
            {
                real[i] += gradient[i];
                quantized[i] += values[i];
            }
        }

        for (int i = 0; i < 3; i++)
            Assert.Equal(real[i], quantized[i] * Quantizer.Step, 0.51 * Quantizer.Step);
    }

    [Fact]
    public void Quantize_NotAccepted_GivesTheSameAgain()
    {
        var feedback = new ErrorFeedback(3);
        feedback.Quantize(Quantizer, [0.003f, 0.2f, 0.9f]);
        feedback.Accept();
        float[] before = feedback.Residue.ToArray();

        int[] first = feedback.Quantize(Quantizer, [0.003f, 0.2f, 0.9f]);
        int[] again = feedback.Quantize(Quantizer, [0.003f, 0.2f, 0.9f]);

        Assert.Equal(first, again);
        Assert.Equal(before, feedback.Residue.ToArray());
        feedback.Accept();
        Assert.NotEqual(before, feedback.Residue.ToArray());
    }

    [Fact]
    public void Quantize_GradientBeyondTheClip_LeavesNoResidueOfTheClippedPart()
    {
        var feedback = new ErrorFeedback(3);
        feedback.Quantize(Quantizer, [50f, -50f, 0f]);
        feedback.Accept();

        Assert.All(feedback.Residue.ToArray(), r => Assert.InRange(Math.Abs(r), 0, 0.51 * Quantizer.Step));
    }

    [Fact]
    public void Restore_SavedState_ContinuesExactly()
    {
        var feedback = new ErrorFeedback(3);
        feedback.Quantize(Quantizer, [0.003f, 0.2f, -0.9f]);
        feedback.Accept();

        ErrorFeedback restored = ErrorFeedback.Restore(feedback.Save(), 3);
        Assert.Equal(feedback.Residue.ToArray(), restored.Residue.ToArray());
        Assert.Equal(feedback.Quantize(Quantizer, [0.1f, 0.2f, 0.3f]), restored.Quantize(Quantizer, [0.1f, 0.2f, 0.3f]));
    }

    [Fact]
    public void SaveStaged_BeforeAccept_IsWhatSaveGivesAfterIt()
    {
        var feedback = new ErrorFeedback(3);
        Assert.Equal(feedback.Save(), feedback.SaveStaged());
        feedback.Quantize(Quantizer, [0.003f, 0.2f, -0.9f]);
        byte[] before = feedback.Save();
        byte[] staged = feedback.SaveStaged();

        Assert.NotEqual(before, staged);
        Assert.Equal(before, feedback.Save());
        feedback.Accept();
        Assert.Equal(staged, feedback.Save());
    }

    [Fact]
    public void Restore_OtherBytes_AreRefused()
    {
        byte[] state = new ErrorFeedback(3).Save();
        byte[] otherMagic = (byte[])state.Clone();
        otherMagic[0] ^= 1;
        byte[] notFinite = (byte[])state.Clone();
        notFinite.AsSpan(8, 4).Fill(0xff);

        Assert.Throws<InvalidDataException>(() => ErrorFeedback.Restore([], 3));
        Assert.Throws<InvalidDataException>(() => ErrorFeedback.Restore(state, 4));
        Assert.Throws<InvalidDataException>(() => ErrorFeedback.Restore(state.AsSpan(0, state.Length - 1), 3));
        Assert.Throws<InvalidDataException>(() => ErrorFeedback.Restore(otherMagic, 3));
        Assert.Throws<InvalidDataException>(() => ErrorFeedback.Restore(notFinite, 3));
    }

    [Fact]
    public void Quantize_OtherLength_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new ErrorFeedback(3).Quantize(Quantizer, [0f]));
        Assert.Throws<ArgumentException>(() => new ErrorFeedback(2).Quantize(Quantizer, [0f, 0f, 0f]));
    }
}
