namespace VaeMlNet;

/// <summary>Messages about validation rows.</summary>
internal static class ValidationSplit
{
    /// <exception cref="ArgumentException">Rows are to be set aside although validation data is given.</exception>
    public static void CheckNotGivenToo(double share, bool validationIsGiven)
    {
        if (share > 0 && validationIsGiven)
        {
            throw new ArgumentException(
                "Validation data is given, but VaeTrainerOptions.Data.ValidationShare sets rows aside, too. Set it to 0, or "
                    + "leave out the validation data."
            );
        }
    }

    /// <summary>The error for a share that leaves no row to train or to validate on.</summary>
    public static InvalidOperationException NothingLeft(double share, long rowCount) =>
        new(
            FormattableString.Invariant(
                $"VaeTrainerOptions.Data.ValidationShare is {share}, but of {rowCount} rows it leaves none to train on or "
            ) + "none to validate on. Give more rows, or another share."
        );
}
