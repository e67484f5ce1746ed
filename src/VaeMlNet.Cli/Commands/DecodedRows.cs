using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>Rows that a model decodes, to be written.</summary>
/// <param name="Blocks">Views from <c>VaeSample</c>, one after the other; none is held longer than it takes to read it.</param>
internal sealed record DecodedRows(IEnumerable<IDataView> Blocks)
{
    // Memory does not grow with the rows, and the decoder's batches are far smaller.
    private const int RowsPerBlock = 4096;

    /// <summary>Images side by side, when a picture is written; null for about as many as there are lines.</summary>
    public int? ImagesPerLine { get; init; }

    /// <summary>The columns' names where the data has others than the model; null for the model's.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Told of each row that is written, with its number from 1.</summary>
    public Action<long> Written { get; init; } = _ => { };

    /// <summary>Writes the rows: CSV, or ML.NET's binary format where the file's name says so.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="model">The model that decodes them.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public long Write(string path, VaeModel model, CancellationToken cancellationToken) =>
        IdvFile.IsIdv(path)
            ? new DecodedRowsIdv(model, this).Write(path, cancellationToken)
            : new DecodedRowsCsv(model.Manifest, this).Write(path, cancellationToken);

    /// <summary>The means of rows, decoded some thousand at a time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="latents">The rows' latents, an array [L] for each.</param>
    public static DecodedRows Of(VaeModel model, IEnumerable<float[]> latents)
    {
        MLContext ml = new();
        return new DecodedRows(
            latents.Chunk(RowsPerBlock).Select(rows => ml.Data.VaeSample(model, rows.SelectMany(row => row).ToArray()))
        );
    }
}
