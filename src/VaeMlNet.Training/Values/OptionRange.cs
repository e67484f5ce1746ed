using System.Globalization;

namespace VaeMlNet;

/// <summary>
/// Checks the values of options. Names are paths in these options, such as "FreeBits", and the owner is their type: <see cref="VaeTrainerOptions"/>, if
/// it is not given.
/// </summary>
internal static class OptionRange
{
    private const string TrainerOptions = "VaeTrainerOptions";
    private const int LargestWidth = 1 << 16;

    /// <exception cref="ArgumentOutOfRangeException">The value is smaller.</exception>
    public static void AtLeast(int value, int minimum, string name, string owner = TrainerOptions) =>
        Require(value >= minimum, name, value, $"at least {minimum}", owner);

    /// <exception cref="ArgumentOutOfRangeException">The value is below 1, or too large for the sizes of two layers to be multiplied.</exception>
    public static void Width(int value, string name) =>
        Require(value is >= 1 and <= LargestWidth, name, value, $"1 to {LargestWidth}");

    /// <exception cref="ArgumentOutOfRangeException">The value is smaller, or not finite.</exception>
    public static void FiniteAtLeast(double value, double minimum, string name) =>
        Require(double.IsFinite(value) && value >= minimum, name, value, $"a finite number of at least {minimum}");

    /// <exception cref="ArgumentOutOfRangeException">The value is not finite, or not above 0.</exception>
    public static void FiniteAboveZero(double value, string name, string owner = TrainerOptions) =>
        Require(double.IsFinite(value) && value > 0, name, value, $"a finite number above 0", owner);

    /// <exception cref="ArgumentOutOfRangeException">The value is below 0, or not below 1.</exception>
    public static void Share(double value, string name) =>
        Require(value is >= 0 and < 1, name, value, $"at least 0 and below 1");

    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of its enumeration.</exception>
    public static void Member<TEnum>(TEnum value, string name, string owner = TrainerOptions)
        where TEnum : struct, Enum =>
        Require(Enum.IsDefined(value), name, value, $"a member of {typeof(TEnum).Name}", owner);

    /// <exception cref="ArgumentOutOfRangeException">A group of options is null.</exception>
    public static TGroup Given<TGroup>(TGroup? group, string name, string owner = TrainerOptions)
        where TGroup : class
    {
        Require(group is not null, name, "null", $"set; omit it to use the defaults", owner);
        return group!;
    }

    /// <exception cref="ArgumentOutOfRangeException">The condition is not met.</exception>
    public static void Require(
        bool condition,
        string name,
        object value,
        FormattableString expected,
        string owner = TrainerOptions
    )
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant(
                    $"{owner}.{name} is {value}, but must be {expected.ToString(CultureInfo.InvariantCulture)}."
                )
            );
        }
    }
}
