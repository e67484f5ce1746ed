using System.Numerics;

namespace VaeMlNet.Tooling;

/// <summary>Gray levels of images.</summary>
internal static class GreyLevels
{
    private const float White = byte.MaxValue;

    /// <summary>Turns 0..255 into values of [0, 1].</summary>
    public static void Scale(ReadOnlySpan<byte> pixels, Span<float> scaled)
    {
        var done = ScaleVectors(pixels, scaled);
        for (var i = done; i < pixels.Length; i++)
        {
            scaled[i] = pixels[i] / White;
        }
    }

    // Divided as single values are, and not multiplied by 1 / 255, which rounds otherwise.
    private static int ScaleVectors(ReadOnlySpan<byte> pixels, Span<float> scaled)
    {
        var white = new Vector<float>(White);
        var floats = Vector<float>.Count;
        var done = 0;
        for (; done <= pixels.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(pixels[done..]), out var lower, out var upper);
            Vector.Widen(lower, out var first, out var second);
            Vector.Widen(upper, out var third, out var fourth);
            var target = scaled.Slice(done, Vector<byte>.Count);
            // All fit into int, whose conversion is one instruction where that of uint is several.
            (Vector.ConvertToSingle(Vector.AsVectorInt32(first)) / white).CopyTo(target);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(second)) / white).CopyTo(target[floats..]);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(third)) / white).CopyTo(target[(2 * floats)..]);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(fourth)) / white).CopyTo(target[(3 * floats)..]);
        }

        return done;
    }
}
