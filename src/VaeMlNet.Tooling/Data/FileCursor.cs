using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>A cursor over the rows of a file, from its start to its end.</summary>
/// <param name="schema">The schema of the view.</param>
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

    /// <summary>
    /// Gets the index of the first row among all rows of a job, so that the id of a row is the same in every shard.
    /// </summary>
    protected virtual long FirstRow => 0;

    /// <summary>Reads the next row. Returns false at the end.</summary>
    /// <param name="index">The index of the row, from 0.</param>
    protected abstract bool ReadRow(long index);

    /// <summary>Returns a <see cref="ValueGetter{TValue}"/> of an active column of the current row.</summary>
    protected abstract Delegate GetterOf(int column);

    /// <summary>Closes the file. It may be called several times.</summary>
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
