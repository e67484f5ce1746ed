using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>A column that an estimator cannot read instead of the right one.</summary>
/// <param name="Name">The fault of the column.</param>
/// <param name="Column">The column.</param>
/// <param name="IsSeenInShape">Whether a schema shape shows the fault. Schema shapes have no sizes.</param>
public sealed record WrongColumn(string Name, SourceColumn Column, bool IsSeenInShape = true)
{
    public bool IsMissing => Name == "missing";

    /// <summary>Gets whether it is a single number of the right type.</summary>
    public bool IsScalar => Name == "a scalar";

    /// <summary>Returns columns that are wrong instead of a column of vectors of known size.</summary>
    public static IEnumerable<WrongColumn> InPlaceOf(SourceColumn right)
    {
        yield return new("missing", right with { Name = "Elsewhere" });
        if (right.Type is not VectorDataViewType { IsKnownSize: true } vector)
        {
            foreach (var wrong in InPlaceOfScalar(right))
            {
                yield return wrong;
            }

            yield break;
        }

        var item = vector.ItemType;
        var isSingle = item.Equals(NumberDataViewType.Single);
        var name = right.Name;
        yield return isSingle
            ? Vector<double>("another type", name, NumberDataViewType.Double, vector.Size)
            : Vector<float>("another type", name, NumberDataViewType.Single, vector.Size);
        yield return Vector<uint>("keys", name, new KeyDataViewType(typeof(uint), 5), vector.Size);
        yield return Vector<ReadOnlyMemory<char>>("texts", name, TextDataViewType.Instance, vector.Size);
        yield return new(
            "a text",
            new ScalarSource<ReadOnlyMemory<char>>(name, TextDataViewType.Instance, _ => "1".AsMemory())
        );
        yield return new("a key", new ScalarSource<uint>(name, new KeyDataViewType(typeof(uint), 5), _ => 1));
        if (!isSingle)
        {
            yield break;
        }

        yield return new("a scalar", new ScalarSource<float>(name, NumberDataViewType.Single, _ => 1));
        yield return Vector<float>("variable size", name, NumberDataViewType.Single, 0);
        foreach (var width in new[] { vector.Size + 1, vector.Size * 2, vector.Size - 1 })
        {
            yield return Vector<float>($"width {width}", name, NumberDataViewType.Single, width) with
            {
                IsSeenInShape = false,
            };
        }
    }

    /// <summary>
    /// Returns columns that are wrong instead of single values that are not plain unsigned numbers, which keys may
    /// represent.
    /// </summary>
    private static IEnumerable<WrongColumn> InPlaceOfScalar(SourceColumn right)
    {
        var isKey = right.Type is KeyDataViewType;
        var isSingle = right.Type.Equals(NumberDataViewType.Single);
        if (!isKey && !isSingle && right.Type is not BooleanDataViewType)
        {
            yield break;
        }

        var name = right.Name;
        yield return new(
            "a text",
            new ScalarSource<ReadOnlyMemory<char>>(name, TextDataViewType.Instance, _ => "1".AsMemory())
        );
        yield return new("another type", new ScalarSource<double>(name, NumberDataViewType.Double, _ => 1));
        yield return isKey
            ? new("another key", new ScalarSource<byte>(name, new KeyDataViewType(typeof(byte), 5), _ => 1))
            : new("a key", new ScalarSource<uint>(name, new KeyDataViewType(typeof(uint), 5), _ => 1));
        yield return Vector<float>("width 2", name, NumberDataViewType.Single, 2) with
        {
            IsSeenInShape = !isSingle,
        };
        yield return Vector<float>("variable size", name, NumberDataViewType.Single, 0);
    }

    private static WrongColumn Vector<T>(string what, string name, PrimitiveDataViewType item, int size) =>
        new(what, new VectorSource<T>(name, item, size, _ => new T[size]));
}
