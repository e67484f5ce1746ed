namespace VaeMlNet;

/// <summary>Creates the errors about validation rows.</summary>
internal static class ValidationSplit
{
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

    /// <summary>Creates the error for a share that leaves no row for training or for validation.</summary>
    public static InvalidOperationException NothingLeft(double share, long rowCount) =>
        new(
            FormattableString.Invariant(
                $"VaeTrainerOptions.Data.ValidationShare is {share}, but of {rowCount} rows it leaves none to train on or "
            ) + "none to validate on. Pass more rows, or set another share."
        );
}
