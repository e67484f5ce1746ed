using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>The tensors of one run of a session: input float32 [rowCount, D], means float32 [rowCount, L].</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class RawBatch(RawSession session, float[] input, int start, int rowCount, float[] means) : IDisposable
{
    private readonly OrtValue[] inputTensor = RawSession.Tensor(input, start, rowCount, Digit.PixelCount);
    private readonly OrtValue[] outputTensor = RawSession.Tensor(means, 0, rowCount, session.OutputWidth);

    /// <summary>Copies rows into the input.</summary>
    public void Gather(ReadOnlySpan<float[]> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(input.AsSpan(start + (i * Digit.PixelCount)));
        }
    }

    /// <summary>Runs the session; the checksum of the means.</summary>
    public double Run()
    {
        session.Run(inputTensor, outputTensor);
        double checksum = 0;
        for (int row = 0; row < rowCount; row++)
        {
            checksum += Math.Abs(means[row * session.OutputWidth]);
        }
        return checksum;
    }

    public void Dispose()
    {
        inputTensor[0].Dispose();
        outputTensor[0].Dispose();
    }
}
