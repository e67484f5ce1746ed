using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>The first rows of a data file. They are read into one tensor when they are needed, and kept in memory once.</summary>
internal sealed class FeatureRows
{
    private const int ValuesPerBlock = 1 << 18;

    private readonly CancellationToken cancellationToken;
    private readonly Lazy<Tensor> all;

    private FeatureRows(FeatureFile file, long count, CancellationToken cancellationToken)
    {
        File = file;
        this.cancellationToken = cancellationToken;
        Count = count;
        all = new(Read);
    }

    /// <summary>Gets the number of rows, N.</summary>
    public long Count { get; }

    /// <summary>Gets the file.</summary>
    public FeatureFile File { get; }

    /// <summary>Gets the number of features per row, D.</summary>
    public int Width => File.Width;

    /// <summary>Gets all rows, float32 [N, D]. The tensor belongs to this object.</summary>
    public Tensor All => all.Value;

    /// <summary>Opens a file and counts its rows, so that they are read into memory of the right size.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rowLimit">The largest number of rows; null for all.</param>
    /// <param name="cancellationToken">Cancels the counting and the reading.</param>
    public static FeatureRows Open(FeatureFile file, int? rowLimit, CancellationToken cancellationToken)
    {
        var count = CountRows(file, rowLimit ?? long.MaxValue, cancellationToken);
        return count > 0
            ? new(file, count, cancellationToken)
            : throw new CommandException($"'{file.Path}' has no rows. At least one is needed.");
    }

    /// <summary>Returns the same rows, or fewer of them.</summary>
    public FeatureRows Take(long count) => count >= Count ? this : new(File, count, cancellationToken);

    /// <summary>Returns the first rows, float32 [n, D]. The caller must dispose the tensor, which shares memory with <see cref="All"/>.</summary>
    public Tensor First(long count) => All.narrow(0, 0, Math.Min(count, Count));

    /// <summary>Returns the rows as ML.NET data with the column <see cref="FeatureFileView.ColumnName"/>. Every pass reads the file.</summary>
    public FeatureFileView View() => new(File) { RowLimit = Count };

    /// <summary>Reads the rows from the file one by one.</summary>
    public IEnumerable<float[]> ReadRows() => File.ReadRows().Take((int)Math.Min(Count, int.MaxValue));

    private static long CountRows(FeatureFile file, long limit, CancellationToken cancellationToken)
    {
        if (file is ImageFile images)
        {
            return Math.Min(images.RowCount, limit);
        }

        var count = 0L;
        foreach (var _ in ((CsvFeatureFile)file).File.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++count == limit)
            {
                break;
            }
        }

        return count;
    }

    private Tensor Read()
    {
        var rows = empty(Count, Width);
        try
        {
            using var reader = File.OpenReader();
            var rowsPerBlock = Math.Max(1, ValuesPerBlock / Width);
            for (long first = 0; first < Count; first += rowsPerBlock)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var block = rows.narrow(0, first, Math.Min(rowsPerBlock, Count - first));
                var values = MemoryMarshal.Cast<byte, float>(block.bytes);
                if (reader.Read(values) * Width < values.Length)
                {
                    throw new CommandException(
                        $"'{File.Path}' changed while it was read: it had {Count} rows, and now has fewer. Run the command again."
                    );
                }
            }

            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }
}
