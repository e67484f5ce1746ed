using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The values that neighboring input slots may have. Saved pipelines contain them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AllowedValues>))]
internal enum AllowedValues
{
    /// <summary>Any finite numbers.</summary>
    Finite,

    /// <summary>Numbers in [0, 1].</summary>
    UnitInterval,

    /// <summary>A 1 in one slot and 0 in the others, or 0 in all slots if the category is unknown.</summary>
    OneHot,

    /// <summary>Whole numbers from 0 up to 2^24, which Single represents exactly.</summary>
    Counts,

    /// <summary>Finite numbers above 0.</summary>
    Positive,

    /// <summary>Finite numbers from 0.</summary>
    NonNegative,
}
