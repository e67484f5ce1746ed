namespace VaeMlNet.OnnxExport;

/// <summary>A matrix [in, out] in signed bytes, with a scale for each column.</summary>
/// <remarks>
/// The bytes are signed, because processors with VNNI multiply unsigned by signed bytes; unsigned bytes take twice the time
/// there. Only 7 of the 8 bits are used, because on other x64 processors ONNX Runtime adds two such products in 16 bits, and 2
/// * 255 * 63 fits (ONNX Runtime's quantization guide: "reduce range").
/// </remarks>
internal sealed record QuantizedMatrix(byte[] Codes, float[] Scales, long[] Shape)
{
    private const int LargestCode = 63;

    /// <param name="weight">The float32 matrix.</param>
    /// <param name="isTransposed">Whether the matrix is stored as [out, in].</param>
    public static QuantizedMatrix Quantize(OnnxTensor weight, bool isTransposed)
    {
        var numbers = weight.ToFloats();
        var inputs = weight.Shape[isTransposed ? 1 : 0];
        var outputs = weight.Shape[isTransposed ? 0 : 1];
        var codes = new byte[numbers.Length];
        var scales = new float[outputs];
        for (var output = 0L; output < outputs; output++)
        {
            var (start, step) = isTransposed ? (output * inputs, 1) : (output, outputs);
            var largest = 0f;
            for (var input = 0L; input < inputs; input++)
            {
                largest = MathF.Max(largest, MathF.Abs(numbers[start + (input * step)]));
            }

            scales[output] = largest > 0 ? largest / LargestCode : 1;
            for (var input = 0L; input < inputs; input++)
            {
                codes[(input * outputs) + output] = Code(numbers[start + (input * step)] / scales[output]);
            }
        }

        return new QuantizedMatrix(codes, scales, [inputs, outputs]);
    }

    private static byte Code(float inUnits) => unchecked((byte)(sbyte)MathF.Round(inUnits));
}
