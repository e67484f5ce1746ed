using CsvHelper;
using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Cli;

/// <summary>
/// Writes decoded rows as CSV, or in ML.NET's binary format: the raw columns for a table model, otherwise one column per feature, which is a
/// vector of the features in a binary file.
/// </summary>
internal sealed class DecodedRowsFile(VaeModel model, DecodedRows decoded)
{
    private readonly VaeManifest manifest = model.Manifest;
    private readonly CsvColumn[] columns = ModelTable.Columns(model.Manifest, decoded.Names);
    private readonly VaeColumnSchema[] identifiers =
    [
        .. (decoded.IdentifierSeed is not null ? model.Manifest.TableSchema?.Columns ?? [] : []).Where(column =>
            column.Kind == VaeColumnKind.Identifier
        ),
    ];

    /// <summary>Writes the file.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public long Write(string path, CancellationToken cancellationToken)
    {
        MLContext ml = new();
        ChainedView view = new(Schema(ml), decoded.Blocks);
        string[] names = [.. view.Schema.Select(column => column.Name)];
        if (IdvFile.IsIdv(path))
        {
            return IdvFile.Write(path, ml, view, names, cancellationToken, row => () => Tell(row));
        }

        var header = Header();
        long count = 0;
        CsvTable.Write(
            path,
            decoded.Kept?.Header(header) ?? header,
            csv => count = CsvTable.WriteRows(csv, view, names, Bind, decoded.Kept, cancellationToken)
        );
        return count;
    }

    private DataViewSchema Schema(MLContext ml)
    {
        // The schema does not depend on the latents, because VaeSample decodes only when a row is read. There may be no block.
        var schema = ml.Data.VaeSample(model, new float[model.LatentDim]).Schema;
        if (decoded.Names is null)
        {
            return schema;
        }

        DataViewSchema.Builder builder = new();
        builder.AddColumn(
            schema[0].Name,
            schema[0].Type,
            TextAnnotation.Create(TextAnnotation.SlotNames, decoded.Names)
        );
        return builder.ToSchema();
    }

    private Action<CsvWriter> Bind(DataViewRow row)
    {
        Action<CsvWriter>[] cells =
        [
            .. InOrder(
                columns.Select(column => (column.Name, TableRowWriter.Bind(row, column))),
                identifiers.Select(column => (column.Name, new[] { Identifier(row, column) }))
            ),
        ];
        return csv =>
        {
            Array.ForEach(cells, write => write(csv));
            Tell(row);
        };
    }

    private void Tell(DataViewRow row) => decoded.Written(row.Position + 1);

    private WrittenColumn[] Header() =>
        [
            .. InOrder(
                columns.Select(column => (column.Name, TableRowWriter.Header([column]))),
                identifiers.Select(column => (column.Name, new[] { WrittenColumn.Of(column.Name, column) }))
            ),
        ];

    private Action<CsvWriter> Identifier(DataViewRow row, VaeColumnSchema column) =>
        csv =>
            csv.WriteField(
                column.FormatIdentifier(row.Position, decoded.IdentifierSeed ?? 0),
                CsvQuoting.WhenNeededOrWhitespace
            );

    /// <summary>Returns the cells of the model's columns and of others in the order of the training file.</summary>
    private IEnumerable<T> InOrder<T>(
        IEnumerable<(string Name, T[] Cells)> model,
        IEnumerable<(string Name, T[] Cells)> others
    )
    {
        string[] order = decoded.IdentifierSeed is not null
            ? [.. manifest.TableSchema?.Columns.Select(column => column.Name) ?? []]
            : [];
        return model
            .Concat(others)
            .OrderBy(column => Array.IndexOf(order, column.Name) is var place and >= 0 ? place : int.MaxValue)
            .SelectMany(column => column.Cells);
    }
}
