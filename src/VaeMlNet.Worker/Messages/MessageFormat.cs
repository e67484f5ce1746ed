using System.Text;

namespace VaeMlNet.Worker;

/// <summary>The required format of messages for a model. It checks a message before any row is read.</summary>
internal sealed class MessageFormat
{
    private readonly VaeModel model;
    private readonly ColumnChoice columns;
    private readonly string? idColumn;
    private readonly int byteLimit;

    /// <summary>Creates the format and checks that the chosen columns fit the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="columns">The columns to use. A table model finds its columns by name.</param>
    /// <param name="idColumn">The column with the ids of the rows; null numbers the rows of a message from 1.</param>
    /// <param name="byteLimit">The largest body of a message and of its result, in bytes.</param>
    /// <exception cref="CommandException">The model is of a table or a time series, but columns were chosen.</exception>
    public MessageFormat(VaeModel model, ColumnChoice columns, string? idColumn, int byteLimit)
    {
        this.model = model;
        this.columns = columns;
        this.idColumn = idColumn;
        this.byteLimit = byteLimit;
        ModelTable.CheckChoice(columns, model);
    }

    /// <summary>Gets the columns of the data that the model reads.</summary>
    public string[] ColumnNames => [.. ModelTable.Columns(model.Manifest).Select(column => column.Name)];

    /// <summary>Gets the name of the result column that identifies the row.</summary>
    public string IdName => idColumn ?? "row";

    /// <summary>Reads the header of a message and checks that it fits the model.</summary>
    /// <exception cref="CommandException">The message cannot be used. The exception gives the reason.</exception>
    public MessageRows Open(QueuedMessage message)
    {
        var encoding = CheckEnvelope(message);
        var file = CsvFile.FromMessage(message.Id!, message.Body, encoding);
        int? idIndex = idColumn is null ? null : file.IndexOf(idColumn);
        // Names a missing column without the advice of 'vaemlnet score', which has options for other names.
        var series = model.Manifest.Series;
        foreach (var name in new[] { series?.TimeColumn, series?.SeriesColumn }.OfType<string>())
        {
            file.IndexOf(name);
        }

        // The id is not a feature, unless the user names it as one.
        var choice =
            columns.Columns is null && idColumn is not null
                ? columns with
                {
                    Ignored = [.. columns.Ignored, idColumn],
                }
                : columns;
        var rows = InferenceRows.Open(model, file, new() { Choice = choice });
        return new MessageRows(message, file, [.. rows.Columns.Select(column => column.WithUnseenKey())], idIndex);
    }

    /// <summary>Gets the largest body of a message and of its result, in bytes.</summary>
    public int ByteLimit => byteLimit;

    private Encoding CheckEnvelope(QueuedMessage message)
    {
        if (message.Id is null)
        {
            throw new CommandException(
                "The message has no message_id, which is needed to recognize redelivered messages. Send messages with a message_id."
            );
        }

        try
        {
            CheckSizeAndCompression(message);
            return MessageEncoding.Detect(message.Properties.ContentType, message.Body.Span);
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
                $"is {message.Body.Length} bytes, more than the {byteLimit} bytes of --max-message-bytes. Send fewer rows in a message"
            );
        }

        if (!IsPlain(message.Properties.ContentEncoding))
        {
            throw new CommandException(
                $"has content encoding '{message.Properties.ContentEncoding}', but compressed messages are not supported. Send the "
                    + "text without compression"
            );
        }
    }

    private static bool IsPlain(string? contentEncoding) =>
        string.IsNullOrEmpty(contentEncoding) || contentEncoding.ToLowerInvariant() is "identity" or "utf-8" or "utf8";
}
