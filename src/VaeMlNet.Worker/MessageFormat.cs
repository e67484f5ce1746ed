using System.Text;

namespace VaeMlNet.Worker;

/// <summary>What a message must hold for a model: the checks before any row is read.</summary>
internal sealed class MessageFormat
{
    private readonly VaeModel model;
    private readonly ColumnChoice columns;
    private readonly string? idColumn;
    private readonly int byteLimit;

    /// <summary>Holds the choice of columns against the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="columns">The columns to use; a model of a table finds its own.</param>
    /// <param name="idColumn">The column with the rows' ids; null numbers the rows of a message from 1.</param>
    /// <param name="byteLimit">The largest body.</param>
    /// <exception cref="CommandException">The model is of a table, and some of its columns were chosen.</exception>
    public MessageFormat(VaeModel model, ColumnChoice columns, string? idColumn, int byteLimit)
    {
        this.model = model;
        this.columns = columns;
        this.idColumn = idColumn;
        this.byteLimit = byteLimit;
        IsTable = ModelTable.IsOne(model.Manifest);
        if (IsTable)
        {
            TableInferenceRows.CheckChoice(columns, model);
        }
    }

    /// <summary>Whether the model is of a table.</summary>
    public bool IsTable { get; }

    /// <summary>The data's columns that the model reads.</summary>
    public string[] ColumnNames =>
        IsTable ? [.. ModelTable.Columns(model.Manifest).Select(column => column.Name)] : [FeatureDataView.ColumnName];

    /// <summary>The result's column that says which row it is of.</summary>
    public string IdName => idColumn ?? "row";

    /// <summary>Reads a message's header and holds it against the model.</summary>
    /// <exception cref="CommandException">The message cannot be used: it says why.</exception>
    public MessageRows Open(QueuedMessage message)
    {
        var encoding = CheckEnvelope(message);
        var file = CsvFile.OfMessage(message.Id!, message.Body, encoding);
        int? idIndex = idColumn is null ? null : file.IndexOf(idColumn);
        return new MessageRows(message, file, IsTable ? TableColumns(file) : Features(file), IsTable, idIndex);
    }

    /// <summary>Gets the largest body, of a message and of its result.</summary>
    public int ByteLimit => byteLimit;

    private Encoding CheckEnvelope(QueuedMessage message)
    {
        if (message.Id is null)
        {
            throw new CommandException(
                "The message has no message_id, by which a redelivery could be recognized. Give it one."
            );
        }

        try
        {
            CheckSizeAndCompression(message);
            return MessageEncoding.Of(message.Properties.ContentType, message.Body.Span);
        }
        catch (CommandException e)
        {
            throw new CommandException($"Message '{message.Id}' {e.Message}.");
        }
    }

    private void CheckSizeAndCompression(QueuedMessage message)
    {
        if (message.Body.Length > byteLimit)
        {
            throw new CommandException(
                $"is {message.Body.Length} bytes, more than the {byteLimit} of --max-message-bytes. Send fewer rows in a message"
            );
        }

        if (!IsPlain(message.Properties.ContentEncoding))
        {
            throw new CommandException(
                $"has content encoding '{message.Properties.ContentEncoding}', but compressed messages are not read. Send the "
                    + "text without compression"
            );
        }
    }

    private static bool IsPlain(string? contentEncoding) =>
        string.IsNullOrEmpty(contentEncoding) || contentEncoding.ToLowerInvariant() is "identity" or "utf-8" or "utf8";

    private IReadOnlyList<CsvColumn> TableColumns(CsvFile file) =>
        new TableInferenceRows(file, model, allowMissingColumns: null).Columns;

    private CsvColumn[] Features(CsvFile file)
    {
        // An id is no feature, unless the user names it as one.
        var choice =
            columns.Columns is null && idColumn is not null
                ? columns with
                {
                    Ignored = [.. columns.Ignored, idColumn],
                }
                : columns;
        var features = CsvFeatureFile.Of(file, choice);
        ModelWidth.Check(features, model);
        return
        [
            new CsvColumn(FeatureDataView.ColumnName, CsvColumnKind.Number, features.ColumnNames, [])
            {
                IsVector = true,
            },
        ];
    }
}
