using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The SHA-256 of the rows of a training, by which a resumed training recognizes its data.</summary>
/// <param name="Rows">The SHA-256 of the values of given validation rows and of all rows, with their conditions, in order.</param>
/// <param name="Labels">The SHA-256 of their weights, classes and labels.</param>
internal sealed record RowChecksums(string Rows, string Labels);

/// <summary>Computes the checksums of rows while they are read.</summary>
internal sealed class RowDigest : IDisposable
{
    private const long RowsPerBlock = 1024;

    private readonly IncrementalHash rows = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash labels = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a row.</summary>
    /// <param name="row">The stored values.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="classIndex">The number of the class.</param>
    /// <param name="target">The label that training uses; NaN for none.</param>
    public void Add(ReadOnlySpan<float> row, float weight, int classIndex, float target)
    {
        rows.AppendData(MemoryMarshal.AsBytes(row));
        ReadOnlySpan<int> label =
        [
            BitConverter.SingleToInt32Bits(weight),
            classIndex,
            BitConverter.SingleToInt32Bits(target),
        ];
        labels.AppendData(MemoryMarshal.AsBytes(label));
    }

    /// <summary>Adds the rows of tensors: validation rows first, if there are any.</summary>
    public void Add(GivenRows given)
    {
        if (given.Validation is { } validation)
        {
            Add(new GivenRows(validation));
        }

        var width = given.Rows.Width;
        for (long first = 0; first < given.Rows.Count; first += RowsPerBlock)
        {
            using var scope = NewDisposeScope();
            var block = TensorValues.Floats(given.Rows.Slice(first, Math.Min(RowsPerBlock, given.Rows.Count - first))); // [n, W]
            for (var i = 0; i < block.Length / width; i++)
            {
                Add(
                    block.AsSpan(i * width, width),
                    given.Weights?[first + i] ?? 1,
                    given.Classes?[first + i] ?? 0,
                    float.NaN
                );
            }
        }
    }

    /// <summary>Returns the checksums of all rows.</summary>
    public RowChecksums Finish() => new(Hex(rows), Hex(labels));

    public void Dispose()
    {
        rows.Dispose();
        labels.Dispose();
    }

    private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
