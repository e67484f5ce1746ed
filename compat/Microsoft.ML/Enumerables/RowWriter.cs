namespace Microsoft.ML.Data;

/// <summary>Writes the columns of a row into a user's objects, reusing arrays of the right length that they hold.</summary>
internal sealed class RowWriter<TRow>
    where TRow : class
{
    private readonly Action<TRow>[] _setters;

    public RowWriter(DataViewRow row, IEnumerable<BoundColumn> columns)
    {
        _setters = columns.Select(column => MemberSetters.Make<TRow>(row, column)).ToArray();
    }

    public void Write(TRow target)
    {
        foreach (var set in _setters)
        {
            set(target);
        }
    }
}
