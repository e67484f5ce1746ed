using System.Numerics;

namespace VaeMlNet.Tooling;

/// <summary>Converts the gray levels of images.</summary>
internal static class GrayLevels
{
    private const float White = byte.MaxValue;

    /// <summary>Scales 0..255 to values in [0, 1].</summary>
    public static void Scale(ReadOnlySpan<byte> pixels, Span<float> scaled)
    {
        var done = ScaleVectors(pixels, scaled);
        for (var i = done; i < pixels.Length; i++)
        {
            scaled[i] = pixels[i] / White;
        }
    }

    // Divides, as the loop over single values does. Multiplying by 1 / 255 would round differently.
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
            // All values fit into int, whose conversion is one instruction; that of uint takes several.
            (Vector.ConvertToSingle(Vector.AsVectorInt32(first)) / white).CopyTo(target);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(second)) / white).CopyTo(target[floats..]);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(third)) / white).CopyTo(target[(2 * floats)..]);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(fourth)) / white).CopyTo(target[(3 * floats)..]);
        }

        return done;
    }
}
