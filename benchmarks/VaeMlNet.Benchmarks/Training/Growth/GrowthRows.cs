using System.Collections;

namespace VaeMlNet.Benchmarks;

/// <summary>MNIST's training images, repeated with different noise each time, for any number of rows from 47 MB.</summary>
/// <remarks>Every enumeration returns the same rows. A row is overwritten by the next one of the same enumeration.</remarks>
/// <param name="pixels">The images, one byte for each pixel.</param>
/// <param name="rowCount">The number of rows.</param>
internal sealed class GrowthRows(ReadOnlyMemory<byte> pixels, long rowCount) : IEnumerable<GrowthRow>
{
    private const float NoiseRange = 0.02f;
    private const int NoiseStarts = 4096;

    private readonly float[] noise = NewNoise();

    public IEnumerator<GrowthRow> GetEnumerator()
    {
        var row = new GrowthRow();
        var random = new Random(1);
        var imageCount = pixels.Length / Digit.PixelCount;
        for (long number = 0; number < rowCount; number++)
        {
            var image = (int)(number % imageCount);
            Fill(row.Features, pixels.Span.Slice(image * Digit.PixelCount, Digit.PixelCount), random.Next(NoiseStarts));
            yield return row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Fill(float[] values, ReadOnlySpan<byte> image, int noiseStart)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Clamp((image[i] / 255f) + noise[noiseStart + i], 0, 1);
        }
    }

    private static float[] NewNoise()
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, NoiseStarts + Digit.PixelCount).Select(_ => random.NextSingle() * NoiseRange)];
    }
}
