using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The values that neighboring input slots may have. Part of saved pipelines.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AllowedValues>))]
internal enum AllowedValues
{
    /// <summary>Any finite numbers.</summary>
    Finite,

    /// <summary>Numbers in [0, 1].</summary>
    UnitInterval,

    /// <summary>A 1 in one slot and 0 in the others; or 0 in all, where the category is not known.</summary>
    OneHot,

    /// <summary>Whole numbers from 0 on, as far as Single counts without gaps.</summary>
    Counts,
}
