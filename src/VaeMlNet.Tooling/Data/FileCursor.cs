using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Goes through the rows of a file from its start to its end, one at a time.</summary>
/// <param name="schema">The view's schema.</param>
internal abstract class FileCursor(DataViewSchema schema) : DataViewRowCursor
{
    private long position = -1;
    private bool isAtEnd;

    /// <inheritdoc />
    public override DataViewSchema Schema => schema;

    /// <inheritdoc />
    public override long Position => position;

    /// <inheritdoc />
    public override long Batch => 0;

    /// <inheritdoc />
    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new((ulong)(FirstRow + position), 0);

    /// <inheritdoc />
    public override bool MoveNext()
    {
        if (isAtEnd)
        {
            return false;
        }

        if (!ReadRow(position + 1))
        {
            Dispose();
            return false;
        }

        position++;
        return true;
    }

    /// <inheritdoc />
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active.");
        }

        return GetterOf(column.Index) as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"Column '{column.Name}' is {column.Type}, not of type {typeof(TValue)}."
            );
    }

    /// <summary>The place of the first row among all rows, where only some are read: a row's id is the same in every shard.</summary>
    protected virtual long FirstRow => 0;

    /// <summary>Reads the next row; false at the end.</summary>
    /// <param name="index">Its number, from 0.</param>
    protected abstract bool ReadRow(long index);

    /// <summary>What reads an active column of the current row: a <see cref="ValueGetter{TValue}"/>.</summary>
    protected abstract Delegate GetterOf(int column);

    /// <summary>Closes the file; called once or more.</summary>
    protected abstract void Close();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            isAtEnd = true;
            position = -1;
            Close();
        }

        base.Dispose(disposing);
    }
}
