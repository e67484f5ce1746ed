using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>
/// ML.NET's conversions between numbers, booleans and keys. Its conversions from and to text, times and dates are not
/// here.
/// </summary>
internal static class TypeConversions
{
    private static readonly Type[] Signed = [typeof(sbyte), typeof(short), typeof(int), typeof(long)];
    private static readonly Type[] Unsigned = [typeof(byte), typeof(ushort), typeof(uint), typeof(ulong)];
    private static readonly Type[] Reals = [typeof(float), typeof(double)];

    /// <summary>Refuses conversions that ML.NET does not support, and those that this subset does not support.</summary>
    public static void Check(string column, DataViewType source, bool isKey, DataViewType target)
    {
        if (isKey ? KeyDataViewType.IsValidDataType(target.RawType) : Exists(source.RawType, target.RawType))
        {
            return;
        }

        var isKnown = !isKey && (IsBasic(source.RawType) && IsBasic(target.RawType));
        if (isKey || isKnown)
        {
            throw new ArgumentOutOfRangeException(
                "inputSchema",
                $"source column '{column}' with item type '{source}' is not compatible with destination type '{target}'"
            );
        }

        throw new NotSupportedException(
            $"Converting column '{column}' from {source} to {target} is not supported here."
        );
    }

    public static Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column, Type target)
    {
        var source = PrimitiveTypes.ItemTypeOf(column.Type).RawType;
        if (source == target)
        {
            return ItemGetters.Same(row, column);
        }

        if (source == typeof(bool))
        {
            return GenericCall.Invoke<Delegate>(FromBoolean<int>, [target], row, column);
        }

        if (target == typeof(bool))
        {
            return GenericCall.Invoke<Delegate>(ToBoolean<int>, [source], row, column);
        }

        return GenericCall.Invoke<Delegate>(Numbers<int, long>, [source, target], row, column);
    }

    private static bool Exists(Type source, Type target)
    {
        if (source == target)
        {
            return IsBasic(source) || source == typeof(ReadOnlyMemory<char>) || source == typeof(DateTime);
        }

        if (source == typeof(bool))
        {
            return Signed.Contains(target) || Reals.Contains(target);
        }

        if (Reals.Contains(source))
        {
            return Reals.Contains(target) || target == typeof(bool);
        }

        var family = Signed.Contains(source) ? Signed : Unsigned;
        return family.Contains(source) && (family.Contains(target) || Reals.Contains(target) || target == typeof(bool));
    }

    private static bool IsBasic(Type type) =>
        type == typeof(bool) || Signed.Contains(type) || Unsigned.Contains(type) || Reals.Contains(type);

    // A number that does not fit into a smaller integer type becomes 0 (unsigned) or is cut to its bits (signed).
    private static Delegate Numbers<TSource, TTarget>(DataViewRow row, DataViewSchema.Column column)
        where TSource : struct, INumber<TSource>
        where TTarget : struct, INumber<TTarget>
    {
        if (!Unsigned.Contains(typeof(TTarget)))
        {
            return ItemGetters.Map<TSource, TTarget>(row, column, TTarget.CreateTruncating);
        }

        return ItemGetters.Map<TSource, TTarget>(
            row,
            column,
            value =>
            {
                var saturated = TTarget.CreateSaturating(value);
                return TSource.CreateSaturating(saturated) == value ? saturated : TTarget.Zero;
            }
        );
    }

    private static Delegate FromBoolean<TTarget>(DataViewRow row, DataViewSchema.Column column)
        where TTarget : struct, INumber<TTarget> =>
        ItemGetters.Map<bool, TTarget>(row, column, value => value ? TTarget.One : TTarget.Zero);

    private static Delegate ToBoolean<TSource>(DataViewRow row, DataViewSchema.Column column)
        where TSource : struct, INumber<TSource> =>
        ItemGetters.Map<TSource, bool>(row, column, value => !TSource.IsZero(value));
}
