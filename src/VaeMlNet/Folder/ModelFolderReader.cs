using System.Buffers;
using System.Security.Cryptography;

namespace VaeMlNet;

/// <summary>Reads files of a model folder, up to the limit of each file.</summary>
internal static class ModelFolderReader
{
    /// <summary>Reads a whole file into memory.</summary>
    /// <exception cref="VaeModelException">The file is larger than its limit.</exception>
    /// <exception cref="IOException">The file cannot be read, or changes while it is read.</exception>
    public static byte[] Read(string modelFolder, string relativePath) =>
        Read(Path.Combine(modelFolder, relativePath), modelFolder, relativePath);

    /// <summary>Reads a file at another path by the rules for a file of the model folder.</summary>
    /// <inheritdoc cref="Read(string, string)" path="/exception"/>
    public static byte[] Read(string path, string modelFolder, string relativePath)
    {
        using var stream = Open(path, modelFolder, relativePath);
        var bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        stream.ReadExactly(bytes);
        return stream.ReadByte() < 0 ? bytes : throw Changed(relativePath);
    }

    /// <summary>Computes the SHA-256 sum of a file without loading the file into memory.</summary>
    /// <inheritdoc cref="Read(string, string)" path="/exception"/>
    public static byte[] Sum(string modelFolder, string relativePath)
    {
        using var stream = Open(Path.Combine(modelFolder, relativePath), modelFolder, relativePath);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var rest = stream.Length;
            while (stream.Read(block) is > 0 and var count)
            {
                // A file that grows while it is read might never end.
                if (count > rest)
                {
                    throw Changed(relativePath);
                }

                hash.AppendData(block, 0, count);
                rest -= count;
            }

            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static FileStream Open(string path, string modelFolder, string relativePath)
    {
        // Pipes and devices have length 0. Opening a pipe could wait forever.
        if (new FileInfo(path).Length == 0)
        {
            throw ModelFolderErrors.NoContent(modelFolder, relativePath);
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var limit = ModelFolderLimits.LargestFile(relativePath);
        if (stream.Length <= limit)
        {
            return stream;
        }

        var length = stream.Length;
        stream.Dispose();
        throw ModelFolderErrors.TooLarge(modelFolder, relativePath, length, limit);
    }

    private static IOException Changed(string relativePath) => new($"{relativePath} grows while it is read");
}
