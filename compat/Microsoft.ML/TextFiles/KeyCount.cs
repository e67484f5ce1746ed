using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class KeyCount
{
    public ulong? Count;

    public KeyCount() { }

    public KeyCount(ulong count)
    {
        Check.Param(
            count > 0,
            nameof(count),
            $"The cardinality of valid values of a {nameof(KeyDataViewType)} column has to be strictly positive."
        );
        Count = count;
    }
}
