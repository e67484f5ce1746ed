namespace VaeMlNet.Tests;

/// <summary>Relations of dates that are counted from those of another column, as texts.</summary>
internal sealed class RelationNamesTests
{
    private static readonly VaeTableSchema Schema = new()
    {
        Columns =
        [
            new() { Name = "Ordered", Kind = VaeColumnKind.Date },
            new()
            {
                Name = "Shipped",
                Kind = VaeColumnKind.Date,
                Since = "Ordered",
            },
            new()
            {
                Name = "Paid",
                Kind = VaeColumnKind.Date,
                Since = "Ordered",
            },
            new() { Name = "Days", Kind = VaeColumnKind.WholeNumber },
        ],
    };

    private static readonly RelationNames Names = new(Schema, []);

    [Test]
    public void Describe_DatesSinceAnother_AreDifferences()
    {
        Assert.That(Sum(("Days", 1), ("Shipped", -1)).Describe(Names), Is.EqualTo("Days = Shipped - Ordered"));
        Assert.That(Sum(("Shipped", 1), ("Days", -1)).Describe(Names), Is.EqualTo("Shipped - Ordered = Days"));
        Assert.That(Sum(("Days", 1), ("Shipped", -24)).Describe(Names), Is.EqualTo("Days = 24 (Shipped - Ordered)"));
        Assert.That(
            Sum(("Days", 1), ("Paid", -1), ("Shipped", 1)).Describe(Names),
            Is.EqualTo("Days = (Paid - Ordered) - (Shipped - Ordered)")
        );
        Assert.That(new ColumnOrder("Shipped", "Paid").Describe(Names), Is.EqualTo("Shipped <= Paid"));
        Assert.That(new ColumnOrder("Days", "Paid").Describe(Names), Is.EqualTo("Days <= Paid - Ordered"));
        Assert.That(new ColumnOrder("Shipped", "Paid").Describe(RelationNames.Plain), Is.EqualTo("Shipped <= Paid"));
    }

    [Test]
    public void Describe_Product_HasParentheses()
    {
        ColumnEquation product = new()
        {
            Factors = [new(1, [new("Days", 1)]), new(-1, [new("Paid", 1)])],
            Constant = 2,
            Target = "Days",
        };

        Assert.That(product.Describe(Names), Is.EqualTo("Days = 2 (Paid - Ordered)"));
    }

    private static ColumnEquation Sum(params (string Column, double Coefficient)[] terms) =>
        new()
        {
            Factors = [new(1, [.. terms.Select(term => new EquationTerm(term.Column, term.Coefficient))])],
            Constant = 0,
            Target = terms[0].Column,
        };
}
