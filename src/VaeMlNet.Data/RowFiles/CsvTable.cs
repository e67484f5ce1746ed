using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Data;

/// <summary>
/// Writes tables row by row: CSV with commas, LF line ends and numbers in the invariant culture, or Parquet where the file name ends so.
/// </summary>
internal static class CsvTable
{
    private const int LeastBytesOfBlock = 1 << 18;

    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    /// <summary>Checks the path of a table that has no other format, as <see cref="OutputFile.CheckWritable"/> does.</summary>
    /// <exception cref="CommandException">The path cannot be written, or has the ending of ML.NET's binary format.</exception>
    public static void CheckWritable(string? path, params IEnumerable<string?> inputs)
    {
        if (IdvFile.IsIdv(path))
        {
            throw new CommandException(
                $"Could not write '{path}': this table is written as CSV or Parquet. Choose another name."
            );
        }

        OutputFile.CheckWritable(path, inputs);
    }

    /// <summary>Writes a file. It appears when it is complete.</summary>
    /// <param name="path">The file to create or replace; null to write nothing.</param>
    /// <param name="header">The columns.</param>
    /// <param name="writeRows">Writes the rows, ending each with <see cref="CsvWriter.EndRecord"/>.</param>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write(string? path, WrittenColumn[] header, Action<CsvWriter> writeRows)
    {
        OutputFile.Write(
            path,
            stream =>
            {
                var parquet = ParquetOutput.IsParquet(path) ? new ParquetOutput(stream, header) : null;
                using var csv = Writer(parquet ?? stream);
                if (parquet is null)
                {
                    csv.WriteRecord(WrittenColumn.Names(header));
                }

                writeRows(csv);
                csv.Flush();
                parquet?.Finish();
            }
        );
    }

    /// <summary>
    /// Writes results of the rows of a file: blocks of rows at the same time on all processors, and the results in the order of the rows.
    /// </summary>
    /// <remarks>Memory does not grow with the number of rows. The written bytes do not depend on the number of processors.</remarks>
    /// <param name="path">The file to create or replace; null to write nothing.</param>
    /// <param name="header">The columns of the results.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="batchSize">The number of rows of a batch. All blocks but the last one have whole batches.</param>
    /// <param name="writeRows">
    /// Writes the results of some of the rows, or of all. Returns an action that runs after all rows before these were written. Called by
    /// several threads at once.
    /// </param>
    /// <param name="progress">Receives the share of the file that has been read, in [0, 1].</param>
    /// <param name="cancellationToken">Checked before each block.</param>
    /// <param name="leastBytes">The least length of a block in bytes, except for the last one.</param>
    /// <exception cref="CommandException">The rows are damaged, or the file cannot be written.</exception>
    public static void WriteBlocks(
        string? path,
        WrittenColumn[] header,
        CsvFile rows,
        int batchSize,
        Func<CsvFile, CsvWriter, Action> writeRows,
        IProgress<double>? progress,
        CancellationToken cancellationToken,
        int leastBytes = LeastBytesOfBlock
    )
    {
        ConcurrentBag<MemoryStream> texts = [];
        try
        {
            OutputFile.Write(
                path,
                stream =>
                {
                    var parquet = ParquetOutput.IsParquet(path) ? new ParquetOutput(stream, header) : null;
                    var hasHeader = parquet is not null;
                    OrderedWork.Run(
                        CsvBlock.Divide(rows, batchSize, leastBytes, progress),
                        block => Write(block, texts.TryTake(out var text) ? text : new(), writeRows),
                        result =>
                        {
                            WriteHeader();
                            result.Text.WriteTo(parquet ?? stream);
                            result.Text.SetLength(0);
                            texts.Add(result.Text);
                            result.End();
                        },
                        cancellationToken
                    );
                    WriteHeader();
                    parquet?.Finish();

                    // With the first rows, so that standard output stays empty if a cell among them is damaged.
                    void WriteHeader()
                    {
                        if (!hasHeader)
                        {
                            using var csv = Writer(stream);
                            csv.WriteRecord(WrittenColumn.Names(header));
                            csv.Flush();
                            hasHeader = true;
                        }
                    }
                }
            );
        }
        catch (CsvBlockException e)
        {
            // A block does not know its place in the file. Reading all rows one after the other finds the same error with it.
            using var csv = Writer(Stream.Null);
            writeRows(rows, csv);
            ExceptionDispatchInfo.Throw(e.InnerException!);
        }
    }

    /// <summary>Writes the rows of a view.</summary>
    /// <param name="csv">The writer.</param>
    /// <param name="view">The view.</param>
    /// <param name="columns">The names of the columns to read.</param>
    /// <param name="bind">Returns an action that writes the cells of the current row, given the cursor.</param>
    /// <param name="kept">The columns of the data that are written before those cells; null for none.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>The number of rows.</returns>
    public static long WriteRows(
        CsvWriter csv,
        IDataView view,
        IEnumerable<string> columns,
        Func<DataViewRow, Action<CsvWriter>> bind,
        KeptColumns? kept,
        CancellationToken cancellationToken
    )
    {
        using var cursor = view.GetRowCursor(columns.Select(name => view.Schema[name]));
        using var keptRows = kept?.Open();
        var writeCells = bind(cursor);
        long count = 0;
        for (; cursor.MoveNext(); count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            keptRows?.WriteNext(csv);
            writeCells(csv);
            csv.EndRecord();
        }

        return count;
    }

    /// <summary>
    /// Creates a writer to a stream, which stays open. The caller must flush and dispose the writer.
    /// </summary>
    public static CsvWriter Writer(Stream stream) => CsvWriter.Create(stream, Options, leaveOpen: true);

    private static (MemoryStream Text, Action End) Write(
        CsvBlock block,
        MemoryStream text,
        Func<CsvFile, CsvWriter, Action> writeRows
    )
    {
        using (block)
        {
            try
            {
                using var csv = Writer(text);
                var end = writeRows(block.Rows, csv);
                csv.Flush();
                return (text, end);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new CsvBlockException(e);
            }
        }
    }
}
